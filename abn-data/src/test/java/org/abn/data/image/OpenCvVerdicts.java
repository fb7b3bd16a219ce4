package org.abn.data.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Which files OpenCV decodes, asked in a process of its own: libjpeg and libpng write a line on
 * most damaged files to standard error, and what crashes them should not end the tests.
 */
final class OpenCvVerdicts {
  private OpenCvVerdicts() {}

  /** Asks for some files; 1 stands for one that is decoded. */
  static byte[] of(List<byte[]> files, Path directory) throws IOException, InterruptedException {
    Path verdicts = directory.resolve("verdicts");
    Process process = started(verdicts);
    try (var out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()))) {
      out.writeInt(files.size());
      for (byte[] file : files) {
        out.writeInt(file.length);
        out.write(file);
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("OpenCV ended with status " + process.exitValue());
    }
    return Files.readAllBytes(verdicts);
  }

  private static Process started(Path verdicts) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OpenCvVerdicts.class.getName());
    builder.environment().put("OPENCV_IO_MAX_IMAGE_PIXELS", "" + ImageHeader.MOST_PIXELS);
    return builder.redirectOutput(verdicts.toFile()).redirectError(Redirect.DISCARD).start();
  }

  /** Answers on standard output. */
  public static void main(String[] unused) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    byte[] verdicts = new byte[in.readInt()];
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i] = (byte) (isDecoded(in.readNBytes(in.readInt())) ? 1 : 0);
    }
    System.out.write(verdicts);
    System.out.flush();
  }

  private static boolean isDecoded(byte[] file) {
    try (BytePointer bytes = new BytePointer(file);
        Mat source = new Mat(1, file.length, CV_8UC1, bytes);
        Mat image = imdecode(source, IMREAD_COLOR)) {
      return !image.empty();
    } catch (RuntimeException e) { // whatever OpenCV throws in C++
      return false;
    }
  }
}
