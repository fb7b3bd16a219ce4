package org.abn.data.shard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.abn.data.Checksums;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;

/** A shard being verified, from its first byte to its last. */
final class ShardPass {
  private final ShardEntry shard;
  private final RecordCheck check;
  private final MessageDigest sha256 = Checksums.sha256();
  private final Problems problems = new Problems();
  private final List<long[]> ids = new ArrayList<>(); // of each block
  private Optional<byte[]> marker = Optional.empty(); // of the first block that is as written
  private boolean areBytesRight = true;

  ShardPass(ShardEntry shard, RecordCheck check) {
    this.shard = shard;
    this.check = check;
  }

  ShardReport report() {
    return new ShardReport(problems.count(), problems.lines(), ids);
  }

  void problem(String message) {
    problems.add(shard.file(), message);
  }

  private void problem(BlockEntry block, InvalidDataException e) {
    problem("block at byte " + block.offset() + ": " + e.getMessage());
  }

  void read(InputStream in) throws IOException {
    byte[] header = next(in, ShardHeader.BYTES);
    for (BlockEntry block : shard.blocks()) {
      byte[] bytes = next(in, block.bytes());
      List<ImageRecord> records = isAsWritten(block, bytes) ? parse(block, bytes) : List.of();
      records.forEach(record -> check.check(record, fault -> problem(block, fault)));
      ids.add(records.stream().mapToLong(record -> DuplicateIds.hash(record.id())).toArray());
    }
    checkHeader(header);
    if (areBytesRight) { // where a place is known already, this adds nothing
      checkSha256();
    }
  }

  private byte[] next(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    sha256.update(bytes);
    return bytes;
  }

  private boolean isAsWritten(BlockEntry block, byte[] bytes) {
    try {
      block.requireChecksum(bytes);
      return true;
    } catch (InvalidDataException e) {
      problem(block, e);
      areBytesRight = false;
      return false;
    }
  }

  private List<ImageRecord> parse(BlockEntry block, byte[] bytes) {
    if (marker.isEmpty()) {
      marker = Optional.of(BlockParser.marker(bytes));
    }
    try {
      return BlockParser.parse(ByteBuffer.wrap(bytes), marker.get(), block.records());
    } catch (InvalidDataException e) {
      problem(block, e);
      return List.of();
    }
  }

  /** The header has no checksum of its own, but its marker is in every block. */
  private void checkHeader(byte[] header) {
    try {
      byte[] found = ShardHeader.marker(header);
      if (marker.isPresent() && !Arrays.equals(found, marker.get())) {
        throw new InvalidDataException("its sync marker is not that of its blocks; copy it again");
      }
    } catch (InvalidDataException e) {
      problem("header at byte 0: " + e.getMessage());
      areBytesRight = false;
    }
  }

  private void checkSha256() {
    String found = Checksums.hex(sha256.digest());
    if (!found.equals(shard.sha256())) {
      problem(
          "has SHA-256 %s, the manifest says %s; make the shards again"
              .formatted(found, shard.sha256()));
    }
  }
}
