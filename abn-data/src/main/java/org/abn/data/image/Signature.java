package org.abn.data.image;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Kinds of files by their first bytes; names lie. */
enum Signature {
  JPEG("JPEG", "\377\330\377"),
  PNG("PNG", "\211PNG\r\n\032\n"),
  GIF("a GIF", "GIF8"),
  BMP("a BMP", "BM"),
  WEBP("a WebP", "RIFF????WEBP"), // with any length
  TIFF("a TIFF", "II*\0", "MM\0*"),
  AVIF("an AVIF", "????ftypavif", "????ftypavis"),
  HEIC("a HEIC", "????ftyphei", "????ftypmif1"),
  VIDEO("an MP4 video", "????ftyp"),
  JPEG_2000("a JPEG 2000", "\0\0\0\fjP  ", "\377O\377Q"),
  JPEG_XL("a JPEG XL", "\0\0\0\fJXL ", "\377\n"),
  PHOTOSHOP("a Photoshop document", "8BPS"),
  PDF("a PDF", "%PDF-"),
  HTML("an HTML page", "<!DOCTYPE html", "<!DOCTYPE HTML", "<!doctype html", "<html", "<HTML"),
  XML("an XML text, such as an SVG", "<?xml", "<svg"),
  GIT_LFS("a pointer of Git LFS, whose file is elsewhere", "version https://git-lfs"),
  GZIP("compressed by gzip", "\037\213"),
  ZIP("a zip archive", "PK\003\004"),
  UNKNOWN("nothing known", "");

  private static final char ANY = '?';

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final String[] beginnings;

  Signature(String label, String... beginnings) {
    this.label = label;
    this.beginnings = beginnings;
  }

  /** The kind of a file; every file begins as {@link #UNKNOWN} does. */
  static Signature of(byte[] file) {
    return Arrays.stream(values()).filter(kind -> kind.matches(file)).findFirst().orElseThrow();
  }

  private boolean matches(byte[] file) {
    return Arrays.stream(beginnings).anyMatch(beginning -> begins(file, beginning));
  }

  private static boolean begins(byte[] file, String beginning) {
    return file.length >= beginning.length()
        && IntStream.range(0, beginning.length())
            .allMatch(i -> matches(beginning.charAt(i), file[i]));
  }

  private static boolean matches(char expected, byte found) {
    return expected == ANY || expected == Byte.toUnsignedInt(found);
  }

  /** What a message calls the kind. */
  @Override
  public String toString() {
    return label;
  }
}
