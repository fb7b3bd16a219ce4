package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.conf.Configuration;

/** Where the parts of a source are listed: here, or by others at the same time. */
@FunctionalInterface
public interface PartLister {
  /**
   * Lists parts, in whatever order.
   *
   * @param parts of one source
   * @return what each holds, in the order of the parts
   * @throws InvalidDataException if one is damaged
   * @throws IOException if the file system fails
   */
  List<ListedPart> list(List<SourcePart> parts) throws IOException;

  /**
   * Lists them here, one after the other.
   *
   * @param conf Hadoop's configuration
   * @return such a lister
   */
  static PartLister here(Configuration conf) {
    return parts -> {
      List<ListedPart> listed = new ArrayList<>();
      for (SourcePart part : parts) {
        listed.add(part.list(conf));
      }
      return listed;
    };
  }
}
