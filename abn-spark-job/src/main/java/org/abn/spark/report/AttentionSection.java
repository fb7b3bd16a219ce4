package org.abn.spark.report;

import java.util.List;
import org.abn.spark.results.AttentionPicture;

/** The attention maps of a run, as a page shows them. */
public final class AttentionSection {

  private AttentionSection() {}

  /** Of all images in one picture, or of each in its own. */
  public static Pictures of(List<AttentionPicture> pictures) {
    return new Pictures(
        "Attention maps",
        "Test images, each beside what the attention branch lets through: blue is least, red is"
            + " most, and below each map stands what it reaches from and to.",
        pictures.stream()
            .map(picture -> new ReportPicture(alternative(picture), picture.png()))
            .toList());
  }

  private static String alternative(AttentionPicture picture) {
    return picture.name().equals(AttentionPicture.OVERVIEW)
        ? "Test images in a grid, each beside its attention map"
        : "Attention maps of test image " + picture.stem();
  }
}
