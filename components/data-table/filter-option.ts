import type { ReactNode } from "react";

export type FilterOption = { value: string; label: string; icon?: ReactNode };
