package org.abn.model.onnx;

/** What an exported network takes for images. */
public enum Images {
  /** What the network was trained on: {@code (p - mean) / std} of pixels p in [0, 1]. */
  NORMALISED,
  /** RGB values from 0 to 255, which the exported network scales and normalises itself. */
  PIXELS
}
