package org.abn.data.format;

import java.io.Serializable;
import java.util.List;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;

/**
 * A published dataset that was found whole, or in part.
 *
 * @param dataset its published name, such as {@code cifar10}
 * @param labels names of the classes or attributes
 * @param image shape of every image; {@link ImageShape#UNKNOWN} where they differ
 * @param files its files, in the dataset's order
 * @param warnings what the user should know, one line each
 * @param rejected what is no record although it lies or is listed among them
 * @param counts what has become of all its files
 */
public record DatasetSource(
    String dataset,
    LabelNames labels,
    ImageShape image,
    List<SourceFile> files,
    List<String> warnings,
    List<RejectedRecord> rejected,
    FileCounts counts)
    implements Serializable {
  /** Copies the lists. */
  public DatasetSource {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
    rejected = List.copyOf(rejected);
  }

  /**
   * Names of the classes.
   *
   * @return in the order of their labels; empty where there are attributes
   */
  public List<String> classes() {
    return labels.classes();
  }

  DatasetSource with(List<String> newWarnings) {
    return new DatasetSource(dataset, labels, image, files, newWarnings, rejected, counts);
  }

  /**
   * The files of a split.
   *
   * @param split a part of the dataset
   * @return its files, in the dataset's order
   */
  public List<SourceFile> files(Split split) {
    return files.stream().filter(file -> file.split() == split).toList();
  }

  /**
   * Counts the records of a split.
   *
   * @param split a part of the dataset
   * @return how many records its files have
   */
  public int records(Split split) {
    return files(split).stream().mapToInt(SourceFile::records).reduce(0, Math::addExact);
  }
}
