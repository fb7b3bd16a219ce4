package org.abn.model.picture;

import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_JET;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_TURBO;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_VIRIDIS;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** By which of OpenCV's colour maps values become colours, and how these go over an image. */
public enum OverlayStyle {
  /** From blue over green to red, evenly: Google's replacement of jet. Mixed with the image. */
  TURBO("turbo", COLORMAP_TURBO),

  /** From violet over green to yellow, in print and for the colour-blind too. Mixed. */
  VIRIDIS("viridis", COLORMAP_VIRIDIS),

  /** The paper's, whose brightness misleads: cyan and yellow look like edges. Mixed. */
  JET("jet", COLORMAP_JET),

  /** As the authors' code draws CIFAR and ImageNet: jet, added to the image. */
  AUTHORS("authors", COLORMAP_JET);

  private final String label;
  private final int colourMap;

  OverlayStyle(String label, int colourMap) {
    this.label = label;
    this.colourMap = colourMap;
  }

  /** As {@code --colours} calls it. */
  @Override
  public String toString() {
    return label;
  }

  /** The style of a label; empty where there is none. */
  public static Optional<OverlayStyle> named(String label) {
    return Arrays.stream(values()).filter(style -> style.label.equals(label)).findFirst();
  }

  /** The styles by label. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(OverlayStyle::toString).toList();
  }

  /** OpenCV's number of the colour map. */
  int colourMap() {
    return colourMap;
  }

  /** An image under colours of its size. */
  Raster over(Raster image, Raster colours) {
    return this == AUTHORS ? image.plus(colours) : image.mixed(colours);
  }
}
