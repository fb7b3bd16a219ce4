package org.abn.spark.device;

/**
 * What a process is to compute on does not serve. Its message is one line that names the machine,
 * the device and the reason, and says what to do.
 */
public final class UnfitDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message one line
   */
  public UnfitDeviceException(String message) {
    super(message);
  }
}
