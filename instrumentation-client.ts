/** Next looks for this file by its name, and calls what it exports at the begin of each way to another page. */
export { beginNavigation as onRouterTransitionStart } from "#components/layout/pending-navigation.ts";
