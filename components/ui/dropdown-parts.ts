"use client";

import { DropdownMenu } from "radix-ui";

/** A module of its own, so that it is sent only to those who open a menu. */
export const dropdownParts = DropdownMenu;
