import { notFound } from "next/navigation";

/** An address below an environment at which nothing is: said inside the shell, with the way on. */
export default function NothingHere(): never {
  notFound();
}
