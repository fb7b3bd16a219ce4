package org.abn.data.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/** A small MATLAB file of names, which the MFL library reads whole. */
final class MatTable {
  private static final int MOST_BYTES = 4 << 20; // published: 18 kB and less than 1 MB

  private final Path path;
  private final MatFile file;

  MatTable(FileSystem storage, Path path) throws IOException {
    this.path = path;
    byte[] bytes = Storage.read(storage, path, MOST_BYTES);
    try {
      file = Mat5.newReader(Sources.wrap(bytes)).disableSubsystemProcessing().readMat();
    } catch (IOException | RuntimeException e) {
      throw unreadable("a MATLAB level 5 file", e);
    }
  }

  /** The WordNet ids of ImageNet's {@code meta.mat} by their ILSVRC2012_IDs. */
  Map<Integer, String> synsets() {
    Map<Integer, String> wnids = new HashMap<>();
    try {
      Struct synsets = file.getStruct("synsets");
      for (int i = 0; i < synsets.getNumElements(); i++) {
        int id = synsets.getMatrix("ILSVRC2012_ID", i).getInt(0);
        wnids.put(id, synsets.getChar("WNID", i).getString());
      }
      return wnids;
    } catch (RuntimeException e) { // what MFL throws for another type, and for a missing name
      throw unreadable("a structure 'synsets' of ILSVRC2012_ID and WNID", e);
    }
  }

  private InvalidDataException unreadable(String expected, Exception cause) {
    return new InvalidDataException(
        path + ": cannot be read, expected " + expected + ": " + cause.getMessage(), cause);
  }
}
