import { createContext, useContext } from "react";
import type { Me } from "../../../http/staff/api.ts";

const Context = createContext<Me | undefined>(undefined);
export const MeProvider = Context.Provider;

/** Who is logged in. Only below the frame, where somebody is. */
export function useMyself(): Me {
  const me = useContext(Context);
  if (!me) throw new Error("nobody is logged in here");
  return me;
}

/** Whether a right is mine: what is not is not shown, and the server refuses it all the same. */
export function useMay(): (right: string) => boolean {
  const { rights } = useMyself();
  return (right) => rights.includes(right);
}
