export type Theme = "system" | "light" | "dark";
export type Density = "default" | "compact";

export const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** One cookie each: read by the inline script before the first paint, and by the server for the sidebar. */
export const COOKIES = { theme: "pawl_theme", density: "pawl_density", sidebar: "pawl_sidebar" };

const YEAR_SECONDS = 31_536_000;

/**
 * Runs in <head> before anything is painted. Plain ES5 text, because it is not compiled;
 * the values are checked, because a cookie is input.
 */
export const PREFERENCES_SCRIPT = `(function(){try{
var read=function(n){var m=document.cookie.match(new RegExp("(?:^|; )"+n+"=([a-z]+)"));return m&&m[1]};
var d=document.documentElement,t=read("${COOKIES.theme}"),y=read("${COOKIES.density}");
if(t==="light"||t==="dark")d.dataset.theme=t;
if(y==="compact")d.dataset.density=y;
}catch(e){}})()`;

export function writeCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing outside secure contexts.
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  root.dataset.themeChanging = "";
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  writeCookie(COOKIES.theme, theme);
  // Two frames: one to apply the colours, one to paint them, then transitions are back.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      delete root.dataset.themeChanging;
    }),
  );
}

export function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export function applyDensity(density: Density): void {
  const root = document.documentElement;
  if (density === "compact") root.dataset.density = density;
  else delete root.dataset.density;
  writeCookie(COOKIES.density, density);
}

export function readDensity(): Density {
  return document.documentElement.dataset.density === "compact" ? "compact" : "default";
}
