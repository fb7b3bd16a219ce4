package org.abn.spark;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A store of objects as {@code objects:}, kept on the local disk, with the manners of the worst. A
 * directory is renamed by copying, file by file, what its listing shows; a listing does not show
 * the files that were created last, which can be opened. A file is there when it is closed. The
 * process can be cut off from the store, after which every operation fails.
 */
public final class ObjectStorage extends FileSystem {
  private static final int LATE = 12;

  private static final Deque<Path> NEWEST = new ArrayDeque<>();
  private static int changesLeft = Integer.MAX_VALUE;
  private static String cutAt;

  private final RawLocalFileSystem disk = new RawLocalFileSystem();

  /** A configuration that knows it. */
  public static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.set("fs.objects.impl", ObjectStorage.class.getName());
    return conf;
  }

  /** The same file as the local one. */
  public static String uri(java.nio.file.Path local) {
    return "objects://" + local;
  }

  /** Cuts the process off when it is about to change a file, which the end of its path names. */
  public static synchronized void cutAt(String file) {
    cutAt = file;
  }

  /** Cuts the process off after so many more files were created, copied or deleted. */
  public static synchronized void cutAfter(int changes) {
    changesLeft = changes;
  }

  /** Whether that has happened. */
  public static synchronized boolean isCut() {
    return changesLeft <= 0;
  }

  /** As a new process does; listings are as late as before. */
  public static synchronized void connect() {
    changesLeft = Integer.MAX_VALUE;
    cutAt = null;
  }

  private static void requireConnected() throws IOException {
    if (isCut()) {
      throw new IOException("cut off from the store");
    }
  }

  private static synchronized void change(Path path) throws IOException {
    requireConnected();
    changesLeft--;
    if (cutAt != null && path.toString().endsWith(cutAt)) {
      changesLeft = 0;
      requireConnected();
    }
  }

  private static synchronized void created(Path path) {
    NEWEST.addLast(onDisk(path));
    if (NEWEST.size() > LATE) {
      NEWEST.removeFirst();
    }
  }

  private static synchronized boolean isLate(Path file) {
    return NEWEST.contains(onDisk(file));
  }

  private static Path onDisk(Path path) {
    return new Path("file", "", path.toUri().getPath());
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    disk.initialize(URI.create("file:///"), conf);
  }

  @Override
  public URI getUri() {
    return URI.create("objects:///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    requireConnected();
    return disk.open(onDisk(path), bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change(path);
    if (exists(path) && (!overwrite || getFileStatus(path).isDirectory())) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return new FSDataOutputStream(new PutWhenClosed(path), statistics);
  }

  private final class PutWhenClosed extends ByteArrayOutputStream {
    private final Path path;
    private boolean isPut;

    PutWhenClosed(Path path) {
      this.path = path;
    }

    @Override
    public void close() throws IOException {
      if (!isPut) {
        requireConnected();
        isPut = true;
        try (OutputStream out = disk.create(onDisk(path), true)) {
          writeTo(out);
        }
        created(path);
      }
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (exists(to)) {
      return false;
    }
    copy(getFileStatus(from), to);
    return delete(from, true);
  }

  private void copy(FileStatus from, Path to) throws IOException {
    if (from.isDirectory()) {
      for (FileStatus file : listStatus(from.getPath())) {
        copy(file, new Path(to, file.getPath().getName()));
      }
    } else {
      change(to);
      FileUtil.copy(disk, onDisk(from.getPath()), disk, onDisk(to), false, getConf());
      created(to);
    }
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!exists(path)) {
      return false;
    }
    if (getFileStatus(path).isDirectory()) {
      FileStatus[] files = listStatus(path);
      if (files.length > 0 && !recursive) {
        throw new IOException(path + " is not empty");
      }
      for (FileStatus file : files) {
        delete(file.getPath(), true);
      }
      return disk.listStatus(onDisk(path)).length > 0 || disk.delete(onDisk(path), false);
    }
    change(path);
    return disk.delete(onDisk(path), false);
  }

  /** A directory is what has files in it that are listed, or has none. */
  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    requireConnected();
    return Stream.of(disk.listStatus(onDisk(path)))
        .filter(this::isListed)
        .map(this::here)
        .toArray(FileStatus[]::new);
  }

  private boolean isListed(FileStatus entry) {
    if (!entry.isDirectory()) {
      return !isLate(entry.getPath());
    }
    try {
      FileStatus[] files = disk.listStatus(entry.getPath());
      return files.length == 0 || Stream.of(files).anyMatch(this::isListed);
    } catch (IOException e) {
      return false;
    }
  }

  private FileStatus here(FileStatus entry) {
    Path path = makeQualified(new Path(entry.getPath().toUri().getPath()));
    return new FileStatus(entry.getLen(), entry.isDirectory(), 1, entry.getBlockSize(), 0, path);
  }

  /**
   * @throws FileNotFoundException where there is nothing
   */
  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    requireConnected();
    return here(disk.getFileStatus(onDisk(path)));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    requireConnected();
    return disk.mkdirs(onDisk(path));
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException("paths are absolute");
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("objects:/");
  }
}
