/** `npm run chaos` walks what takes minutes too; the rest of the time there are seconds. */
export const isFull = process.env.PAWL_CHAOS === "full";
