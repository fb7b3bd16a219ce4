package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CurveImageTest {

  @Test
  void drawsEveryCurveInItsColour() throws IOException {
    Chart chart = ExampleRuns.attention(12, 12).errors();
    Set<Integer> colours = colours(CurveImage.png(chart));
    assertThat(chart.curves()).hasSize(5);
    for (int curve = 0; curve < 5; curve++) {
      assertThat(colours).contains(Integer.decode(CurveStyle.of(curve).light()));
    }
  }

  @Test
  void drawsASingleEpochAndEpochsThatAreMissing() throws IOException {
    Curve single = new Curve("one", List.of(5.0));
    Curve gap = new Curve("two", Arrays.asList(1.0, null, 3.0));
    Set<Integer> colours = colours(CurveImage.png(Chart.linear("c", "", "", List.of(single, gap))));
    assertThat(colours)
        .contains(
            Integer.decode(CurveStyle.of(0).light()), Integer.decode(CurveStyle.of(1).light()));
  }

  private static Set<Integer> colours(byte[] png) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture.getWidth()).isEqualTo(1600);
    assertThat(picture.getHeight()).isEqualTo(1000);
    return IntStream.range(0, 1600 * 1000)
        .map(pixel -> picture.getRGB(pixel % 1600, pixel / 1600) & 0xffffff)
        .boxed()
        .collect(Collectors.toSet());
  }
}
