"use client";

import dynamic from "next/dynamic";

/** Every page of an environment could turn out to be missing; few do, so they are not sent what they would show. */
export const LazyNotFoundPage = dynamic(() =>
  import("./not-found-page.tsx").then((module) => module.NotFoundPage),
);
