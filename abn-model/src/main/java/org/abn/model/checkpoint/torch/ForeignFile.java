package org.abn.model.checkpoint.torch;

import java.util.Arrays;
import java.util.function.Predicate;

/** What people have in place of a checkpoint, with what to do about it. */
enum ForeignFile {
  EMPTY("is empty: copy or download it again", FileStart::isEmpty),
  WEB_PAGE(
      "is a web page, as a login or a confirmation comes in place of a file:"
          + " download the checkpoint itself",
      start -> start.begins("<") && (start.mentions("<html") || start.mentions("doctype html"))),
  XML("is a file of XML, no PyTorch checkpoint: download the checkpoint itself", starting("<")),
  LFS_POINTER(
      "is a pointer of Git LFS in place of the file: fetch it by git lfs pull",
      starting("version https://git-lfs")),
  HDF5(
      "is an HDF5 file, as Keras writes: expected what PyTorch's torch.save wrote, or safetensors",
      marked("\u0089HDF\r\n\u001a\n")),
  ONNX(
      "is an ONNX model: expected what PyTorch's torch.save wrote, or safetensors",
      ForeignFile::isOnnx),
  GGUF("is a GGUF file: expected what PyTorch's torch.save wrote, or safetensors", marked("GGUF")),
  NUMPY(
      "is an array of NumPy's: save the tensors by torch.save(network.state_dict(), ...)",
      marked("\u0093NUMPY")),
  GZIP("is compressed by gzip: unpack it by gunzip or tar", marked("\u001f\u008b")),
  BZIP2("is compressed by bzip2: unpack it by bunzip2 or tar", marked("BZh")),
  XZ("is compressed by xz: unpack it by unxz or tar", marked("\u00fd7zXZ\0")),
  ZSTANDARD("is compressed by zstd: unpack it by unzstd", marked("(\u00b5/\u00fd")),
  SEVEN_ZIP("is an archive of 7-Zip's: unpack it", marked("7z\u00bc\u00af'\u001c")),
  RAR("is an archive of RAR's: unpack it", marked("Rar!")),
  EMPTY_ZIP("is a zip archive without entries: copy or download it again", marked("PK\5\6")),
  TAR(
      "is a tar file: unpack it, or, if PyTorch before 0.2 wrote it, save it again with a later"
          + " one",
      start -> start.has(257, "ustar")),
  TEXT(
      "is no PyTorch checkpoint, but text: expected what torch.save wrote, or safetensors",
      FileStart::isText),
  OTHER("is no PyTorch checkpoint: neither what torch.save wrote nor safetensors", start -> true);

  private final String message;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Predicate<FileStart> matches;

  ForeignFile(String message, Predicate<FileStart> matches) {
    this.message = message;
    this.matches = matches;
  }

  /** What a file is that is in none of PyTorch's formats. */
  static ForeignFile of(FileStart start) {
    return Arrays.stream(values())
        .filter(kind -> kind.matches.test(start))
        .findFirst()
        .orElse(OTHER);
  }

  private static Predicate<FileStart> marked(String mark) {
    return start -> start.has(0, mark);
  }

  private static Predicate<FileStart> starting(String word) {
    return start -> start.begins(word);
  }

  /** The fields of its protocol buffer: a version, then the producer's name or the graph. */
  private static boolean isOnnx(FileStart start) {
    boolean version = start.at(0) == 0x08 && start.at(1) > 0 && start.at(1) < 0x20;
    return version && (start.at(2) == 0x12 || start.at(2) == 0x3A || start.at(2) == 0x42);
  }

  /** One line, to come behind the file's name. */
  String message() {
    return message;
  }
}
