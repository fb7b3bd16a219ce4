package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.SmallDatasets;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Split;

/** The records of small datasets. */
final class Records {
  private Records() {}

  static List<ImageRecord> readAll(DatasetSource source, Split split) throws IOException {
    List<ImageRecord> records = new ArrayList<>();
    for (SourceFile file : source.files(split)) {
      try (RecordReader reader = file.open(SmallDatasets.CONF)) {
        for (int i = 0; i < file.records(); i++) {
          records.add(reader.read(i));
        }
      }
    }
    return records;
  }
}
