package org.abn.data;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * A directory in the making, which {@link Publisher} publishes whole, or not at all: closing it
 * before that removes what was written.
 */
public final class UnpublishedDirectory implements Closeable {
  private final Publisher publisher;
  private final Path path;
  private final Path target;
  private final String mark;
  private boolean published;

  UnpublishedDirectory(Publisher publisher, Path path, Path target, String mark) {
    this.publisher = publisher;
    this.path = path;
    this.target = target;
    this.mark = mark;
  }

  /**
   * Where its files are to be written.
   *
   * @return a directory beside the one to be, or that one, with its scheme
   */
  public Path path() {
    return path;
  }

  /**
   * Writes a file in it.
   *
   * @param name of the file
   * @param content its bytes
   * @throws IOException if the file system fails
   */
  public void write(String name, FileContent content) throws IOException {
    publisher.write(new Path(path, name), content);
  }

  /**
   * Writes the mark, and gives the directory its name.
   *
   * @param markContent the mark's bytes
   * @throws InvalidDataException if something has appeared under the name
   * @throws IOException if the file system fails
   */
  public void publish(FileContent markContent) throws IOException {
    publisher.file(new Path(path, mark), markContent);
    rename();
  }

  /**
   * As {@link #publish}, in place of a directory that may be there.
   *
   * @param markContent the mark's bytes
   * @throws IOException if the file system fails
   */
  public void replace(FileContent markContent) throws IOException {
    publisher.file(new Path(path, mark), markContent);
    if (!path.equals(target)) {
      publisher.remove(target, mark);
    }
    rename();
  }

  private void rename() throws IOException {
    if (!path.equals(target)) {
      publisher.rename(path, target);
    }
    published = true;
  }

  /** Removes what was written, unless it was published, by whomever. */
  @Override
  public void close() throws IOException {
    if (!published && !isMarked()) {
      publisher.remove(path, mark);
    }
  }

  /** As where another process has written the same directory, and was earlier. */
  private boolean isMarked() throws IOException {
    return path.equals(target) && publisher.isThere(new Path(target, mark));
  }
}
