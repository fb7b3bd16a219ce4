package org.abn.data.record;

/** A record alone cannot be read; the others of its dataset can. */
public final class RejectedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final RejectedRecord rejected;

  /**
   * Creates the exception.
   *
   * @param rejected the record and the reason
   */
  public RejectedRecordException(RejectedRecord rejected) {
    super(rejected.id() + ": " + rejected.reason());
    this.rejected = rejected;
  }

  /**
   * The record.
   *
   * @return what a manifest is to say of it
   */
  public RejectedRecord rejected() {
    return rejected;
  }
}
