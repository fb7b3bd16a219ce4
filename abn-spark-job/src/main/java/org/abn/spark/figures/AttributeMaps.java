package org.abn.spark.figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.picture.OverlayStyle;
import org.abn.model.picture.Picture;
import org.abn.spark.explanation.ExplanationPicture;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Images under a multi-task network's map of each attribute, with the perception branch's score
 * (Figure 7).
 *
 * @param run of the network
 */
record AttributeMaps(FigureRun run) {

  private static final int IMAGES = 2; // as the paper; each is dozens of maps

  Drawing draw(JavaSparkContext spark) throws IOException {
    ChosenImages chosen = ChosenImages.of(spark, List.of(run.images()), IMAGES);
    ExplainedRun explained =
        ExplainedRun.of(run, chosen.records(0, run.images()), ExplanationMethod.ATTENTION);
    var drawing = new ExplanationPicture(run.names(), OverlayStyle.TURBO);
    List<Picture> pictures = new ArrayList<>();
    for (int n = 0; n < chosen.count(); n++) {
      pictures.add(
          drawing.of(
              explained.pixels().get(n),
              explained.records().get(n).labels(),
              explained.explanations().get(n),
              ExplanationMethod.ATTENTION));
    }
    Picture all = Picture.grid(pictures, 1);
    return new Drawing(
        List.of(
            chosen.sentence(),
            "Below each map stands what it reaches from and to, and the perception branch's score"
                + " of the attribute; a white frame marks the attributes that the image has."),
        Optional.empty(),
        lines -> all.captioned(lines).png());
  }
}
