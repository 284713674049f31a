/** The needs of this stage, met by the composition root. */
export interface ApprovalPorts {
  /** What may sound is not what it was: the plans of the speakers, the desk of the air and open relays are looked at. */
  cleared(): Promise<void>;
}
