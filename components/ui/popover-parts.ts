"use client";

import { Popover } from "radix-ui";

/** A module of its own, so that it is sent only to those who open one. */
export const popoverParts = Popover;
