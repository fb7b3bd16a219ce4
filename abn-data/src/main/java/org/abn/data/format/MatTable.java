package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;
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
      MatShapes.check(bytes);
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

  /** The names in a column of cells, some of which are empty. */
  List<String> names(String variable) {
    List<String> names = new ArrayList<>();
    try {
      Cell cells = file.getCell(variable);
      for (int i = 0; i < cells.getNumElements(); i++) {
        // An empty cell is a matrix without elements rather than an empty text.
        boolean isText = cells.get(i) instanceof Char text && text.getNumElements() > 0;
        names.add(isText ? cells.getChar(i).getString().strip() : "");
      }
      return names;
    } catch (RuntimeException e) {
      throw unreadable("a column '" + variable + "' of texts", e);
    }
  }

  InvalidDataException lacks(String what) {
    return new InvalidDataException(path + ": lacks " + what);
  }

  private InvalidDataException unreadable(String expected, Exception cause) {
    return new InvalidDataException(
        path + ": cannot be read, expected " + expected + ": " + cause.getMessage(), cause);
  }
}
