package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/**
 * What oneDNN is told of a convolution: channel-last images, and weights as ours or as it likes.
 */
record ConvolutionLayouts(
    memory.desc source,
    memory.desc destination,
    memory.desc ourWeight,
    memory.desc anyWeight,
    long[] strides,
    long[] padding) {

  static ConvolutionLayouts of(Geometry geometry) {
    Window window = geometry.window();
    long[] out = geometry.outputShape();
    return new ConvolutionLayouts(
        OneDnn.floats(
            format_tag.nhwc,
            geometry.batch(),
            window.inChannels(),
            geometry.height(),
            geometry.width()),
        OneDnn.floats(format_tag.nhwc, out[0], out[3], out[1], out[2]),
        weight(window, format_tag.oihw, format_tag.goihw),
        weight(window, format_tag.any, format_tag.any),
        new long[] {window.stride(), window.stride()},
        new long[] {window.padding(), window.padding()});
  }

  private static memory.desc weight(Window window, format_tag plain, format_tag grouped) {
    int groups = window.groups();
    long out = window.outChannels() / groups;
    long in = window.inChannels() / groups;
    long kernel = window.kernel();
    return groups == 1
        ? OneDnn.floats(plain, out, in, kernel, kernel)
        : OneDnn.floats(grouped, groups, out, in, kernel, kernel);
  }
}
