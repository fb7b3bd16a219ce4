package org.abn.data.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.image.ImageHeader;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;

class RecordCheckTest {
  private static final RecordCheck CHECK =
      new RecordCheck(LabelNames.ofClasses(List.of("a")), ImageShape.UNKNOWN, Split.TRAIN);

  @Test
  void decodesImagesOfAnySize() throws IOException {
    for (String format : new String[] {"png", "jpeg"}) {
      for (int[] size : new int[][] {{5000, 3}, {3, 9000}, {1, 1}}) {
        assertThat(faults(format, size[0], size[1])).isEmpty();
      }
    }
  }

  private static List<InvalidDataException> faults(String format, int width, int height)
      throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, file);
    ImageHeader header = ImageHeader.of(file.toByteArray());
    EncodedImage image = new EncodedImage(header.encoding(), header.shape(), file.toByteArray());
    List<InvalidDataException> faults = new ArrayList<>();
    CHECK.check(new ImageRecord("a/1", Split.TRAIN, new int[1], image), faults::add);
    return faults;
  }
}
