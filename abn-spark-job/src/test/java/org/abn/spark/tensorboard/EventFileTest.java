package org.abn.spark.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.abn.spark.tensorboard.EventReader.Picture;
import org.abn.spark.tensorboard.EventReader.Read;
import org.junit.jupiter.api.Test;

class EventFileTest {
  private static final byte[] PNG = new byte[40];

  static {
    PNG[18] = 1; // 256 wide
    PNG[23] = 7; // 7 high
  }

  @Test
  void isReadBack() throws IOException {
    List<Event> events =
        List.of(
            Event.scalars(1.5e9, 1, Map.of("loss/attention", 2.5)),
            Event.scalars(1.5e9 + 0.25, 300, Map.of("accuracy/Größe", -1e-3)),
            Event.picture(1.5e9 + 1, 300, "attention/overview", PNG));
    List<Read> read = EventReader.read(bytes(new EventFile(1.4e9, events)));
    assertThat(read.get(0)).isEqualTo(new Read(1.4e9, 0, "brain.Event:2", Map.of()));
    assertThat(read.get(1)).isEqualTo(new Read(1.5e9, 1, null, Map.of("loss/attention", 2.5f)));
    assertThat(read.get(2))
        .isEqualTo(new Read(1.5e9 + 0.25, 300, null, Map.of("accuracy/Größe", -1e-3f)));
    assertThat(read.get(3).values().get("attention/overview"))
        .usingRecursiveComparison()
        .isEqualTo(new Picture(7, 256, 3, PNG));
    assertThat(read).hasSize(4);
  }

  /** A longer file begins with the shorter one, so that a reader can go on where it was. */
  @Test
  void growsAtItsEnd() throws IOException {
    Event first = Event.scalars(1, 1, Map.of("a", 1.0));
    byte[] shorter = bytes(new EventFile(0, List.of(first)));
    byte[] longer = bytes(new EventFile(0, List.of(first, Event.scalars(2, 2, Map.of("a", 2.0)))));
    assertThat(longer).startsWith(shorter).hasSizeGreaterThan(shorter.length);
  }

  private static byte[] bytes(EventFile file) throws IOException {
    var out = new ByteArrayOutputStream();
    file.writeTo(out);
    return out.toByteArray();
  }
}
