package org.abn.data.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;

import java.util.Arrays;
import java.util.Optional;
import org.abn.data.record.Region;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** How a JPEG's colour differences are stored beside its brightness. */
enum PlaneLayout {
  /** There are none. */
  GREY(AV_PIX_FMT_GRAY8, 0, 0),
  /** At full size. */
  FULL(AV_PIX_FMT_YUVJ444P, 0, 0),
  /** Of half the width. */
  HALF_WIDTH(AV_PIX_FMT_YUVJ422P, 1, 0),
  /** Of half the height. */
  HALF_HEIGHT(AV_PIX_FMT_YUVJ440P, 0, 1),
  /** Of half the width and height, as most are. */
  QUARTER(AV_PIX_FMT_YUVJ420P, 1, 1);

  private final int format;
  private final int halvesWidth;
  private final int halvesHeight;

  PlaneLayout(int format, int halvesWidth, int halvesHeight) {
    this.format = format;
    this.halvesWidth = halvesWidth;
    this.halvesHeight = halvesHeight;
  }

  /** That of a picture, where it is one of these. */
  static Optional<PlaneLayout> of(AVFrame frame) {
    return Arrays.stream(values()).filter(layout -> layout.format == frame.format()).findFirst();
  }

  int ofWidth(int pixels) {
    return (pixels + halvesWidth) >> halvesWidth;
  }

  int ofHeight(int pixels) {
    return (pixels + halvesHeight) >> halvesHeight;
  }

  /** The colour differences of a region, whose edges are rounded outwards. */
  Region of(Region region) {
    int left = region.left() >> halvesWidth;
    int top = region.top() >> halvesHeight;
    int right = ofWidth(region.left() + region.width());
    int bottom = ofHeight(region.top() + region.height());
    return new Region(left, top, right - left, bottom - top);
  }
}
