package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/**
 * What oneDNN is told of a convolution: maps in the layout that is fastest for it, weights as ours
 * or as it likes.
 *
 * @param window what slides over the input
 * @param maps layout of input and output
 * @param source the input in that layout
 * @param destination the output in that layout
 * @param ourWeight the weight as it lies in our array
 * @param anyWeight the weight in whatever order oneDNN prefers
 * @param strides in height and width
 * @param padding in height and width, on each side
 */
record ConvolutionLayouts(
    Window window,
    Layout maps,
    memory.desc source,
    memory.desc destination,
    memory.desc ourWeight,
    memory.desc anyWeight,
    long[] strides,
    long[] padding) {

  /** Below so many channels Winograd's transformations cost more than they save. */
  static final int WINOGRAD_CHANNELS = 64;

  /** What oneDNN calls the order of our weights. */
  static format_tag weightOrder(Window window) {
    return window.groups() == 1 ? format_tag.oihw : format_tag.goihw;
  }

  static ConvolutionLayouts of(Geometry geometry, format_tag weights) {
    Window window = geometry.window();
    Layout maps = Layout.preferred(window);
    return new ConvolutionLayouts(
        window,
        maps,
        maps.description(geometry.inputShape()),
        maps.description(geometry.outputShape()),
        weight(window, weights),
        weight(window, format_tag.any),
        new long[] {window.stride(), window.stride()},
        new long[] {window.padding(), window.padding()});
  }

  private static memory.desc weight(Window window, format_tag order) {
    int groups = window.groups();
    long out = window.outChannels() / groups;
    long in = window.inChannels() / groups;
    long kernel = window.kernel();
    return groups == 1
        ? OneDnn.floats(order, out, in, kernel, kernel)
        : OneDnn.floats(order, groups, out, in, kernel, kernel);
  }

  /**
   * Winograd's algorithm (Lavin and Gray 2016) where oneDNN has it and expects it to be faster. Its
   * rounding error is about that of the direct one.
   */
  algorithm fastest() {
    return maps.isBlocked() ? algorithm.convolution_auto : algorithm.convolution_direct;
  }

  /** For the gradient of the weight, where oneDNN expects too little of Winograd's algorithm. */
  algorithm fastestForWeightGradient() {
    return maps.isBlocked() && OneDnn.hasAvx512() && suitWinograd(window)
        ? algorithm.convolution_winograd
        : fastest();
  }

  /** Whether convolutions of one group have Winograd's algorithm, and are faster by it. */
  static boolean suitWinograd(Window window) {
    return window.groups() == 1
        && window.kernel() == 3
        && window.stride() == 1
        && window.padding() == 1
        && Math.min(window.inChannels(), window.outChannels()) >= WINOGRAD_CHANNELS;
  }
}
