package org.abn.model.checkpoint.torch;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Where the tensors of safetensors lie: each begins where another ends, and the last ends with the
 * file.
 *
 * @param start the byte at which the first begins
 * @param length of all together, in bytes
 */
record SafetensorsLayout(long start, long length) {

  /**
   * Refuses tensors that overlap, or have anything between or behind them.
   *
   * @throws InvalidCheckpointException that names the first
   */
  void requireFilledBy(List<SafetensorsEntry> tensors) {
    long place = 0;
    for (SafetensorsEntry tensor : inOrder(tensors)) {
      tensor.requireWhole();
      if (tensor.begin() != place) {
        throw tensor.fault(
            String.format(
                Locale.ROOT,
                "begins at byte %d, expected %d, where the one before ends",
                start + tensor.begin(),
                start + place));
      }
      if (tensor.end() > length) {
        throw new InvalidCheckpointException(
            String.format(
                Locale.ROOT,
                "is cut short: tensor %s ends at byte %d, and the file at byte %d",
                tensor.name(),
                start + tensor.end(),
                start + length));
      }
      place = tensor.end();
    }
    requireEnd(place);
  }

  private static List<SafetensorsEntry> inOrder(List<SafetensorsEntry> tensors) {
    return tensors.stream()
        .sorted(
            Comparator.comparingLong(SafetensorsEntry::begin)
                .thenComparingLong(SafetensorsEntry::end))
        .toList();
  }

  private void requireEnd(long place) {
    if (place != length) {
      throw new InvalidCheckpointException(
          String.format(
              Locale.ROOT,
              "byte %d: expected the end, found %d bytes that are no tensor's",
              start + place,
              length - place));
    }
  }
}
