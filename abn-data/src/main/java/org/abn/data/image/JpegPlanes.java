package org.abn.data.image;

import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.merge;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YCrCb2RGB;

import org.abn.data.augment.ImageSize;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * FFmpeg's JPEG decoder, which uses vector instructions where OpenCV's build of 1.5.7 does not. It
 * gives brightness and two colour differences as they are stored, the latter mostly of half the
 * size. Each is resized by itself, and only what a network sees is turned into red, green and blue;
 * so a region begins and ends at the nearest stored colour. Smaller than it is, OpenCV decodes a
 * JPEG with more of its colour. For one thread.
 */
final class JpegPlanes {
  private static final int FIRST_INPUT_BYTES = 1 << 18;

  private static final ThreadLocal<JpegPlanes> OF_THREAD = ThreadLocal.withInitial(JpegPlanes::new);

  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();
  private BytePointer input = new BytePointer(FIRST_INPUT_BYTES);

  static {
    av_log_set_level(AV_LOG_QUIET); // damage is left to OpenCV to judge
  }

  private JpegPlanes() {
    context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MJPEG));
    context.thread_count(1);
    context.err_recognition(AV_EF_EXPLODE); // and what it would leave of a damaged image undecoded
    if (avcodec_open2(context, context.codec(), (AVDictionary) null) < 0) {
      throw new IllegalStateException("FFmpeg's JPEG decoder does not open");
    }
  }

  /** The decoder of this thread. Not to be called within a PointerScope. */
  static JpegPlanes ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Decodes a file of a known shape. Not to be called within a PointerScope.
   *
   * @return false where the file is of a kind that this decoder leaves to others, or is damaged
   */
  boolean decode(byte[] file, ImageShape shape) {
    fill(file);
    avcodec_flush_buffers(context);
    return avcodec_send_packet(context, packet) == 0
        && avcodec_receive_frame(context, frame) == 0
        && frame.height() == shape.height()
        && frame.width() == shape.width()
        && PlaneLayout.of(frame).isPresent();
  }

  private void fill(byte[] file) {
    int padded = file.length + AV_INPUT_BUFFER_PADDING_SIZE;
    if (input.capacity() < padded) {
      input.close();
      input = new BytePointer(2L * padded);
    }
    input.position(0).put(file, 0, file.length);
    packet.data(input).size(file.length);
  }

  /** A region of the image decoded last, resized, as red, green and blue. */
  Raster rgb(Region region, ImageSize size) {
    PlaneLayout layout = PlaneLayout.of(frame).orElseThrow();
    Raster y = plane(0, PlaneLayout.GREY, region, size);
    if (layout == PlaneLayout.GREY) {
      return y.converted(COLOR_GRAY2RGB);
    }
    Raster cb = plane(1, layout, region, size);
    Raster cr = plane(2, layout, region, size);
    Mat merged = new Mat();
    merge(new MatVector(y.mat(), cr.mat(), cb.mat()), merged);
    return new Raster(merged).converted(COLOR_YCrCb2RGB);
  }

  private Raster plane(int plane, PlaneLayout layout, Region region, ImageSize size) {
    int rows = layout.ofHeight(frame.height());
    int columns = layout.ofWidth(frame.width());
    Mat mat = new Mat(rows, columns, CV_8UC1, frame.data(plane), frame.linesize(plane));
    return new Raster(mat).resized(layout.of(region), size);
  }
}
