package org.abn.data.shard;

import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageShape;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.RejectedRecord;

/**
 * Manifests as earlier programs wrote them, for shards to be read that were made then. They are
 * written again in the same fields, so that the checksum of the data stays what it was.
 */
sealed interface EarlierManifest {
  /** As this program knows it. */
  Manifest manifest();

  /** The same, of a file that is named in what is wrong with it. */
  default Manifest manifest(String what) {
    try {
      return manifest();
    } catch (InvalidDataException e) {
      throw e.in(what);
    }
  }

  /** Of images as published. */
  record Version2(
      int schemaVersion,
      String dataset,
      List<String> classes,
      List<String> attributes,
      ImageShape image,
      long seed,
      List<SplitEntry> splits,
      List<ShardEntry> shards,
      List<RejectedRecord> rejected)
      implements EarlierManifest {
    static final int VERSION = 2;

    static Version2 of(Manifest manifest) {
      return new Version2(
          VERSION,
          manifest.dataset(),
          manifest.classes(),
          manifest.attributes(),
          manifest.image(),
          manifest.seed(),
          manifest.splits(),
          manifest.shards(),
          manifest.rejected());
    }

    @Override
    public Manifest manifest() {
      return new Manifest(
          VERSION,
          dataset,
          classes,
          attributes,
          image,
          0,
          ImageSizes.UNKNOWN,
          FileCounts.UNKNOWN,
          seed,
          splits,
          shards,
          rejected);
    }
  }

  /** Of images that were resized to a short side. */
  record Version3(
      int schemaVersion,
      String dataset,
      List<String> classes,
      List<String> attributes,
      ImageShape image,
      int shortSide,
      long seed,
      List<SplitEntry> splits,
      List<ShardEntry> shards,
      List<RejectedRecord> rejected)
      implements EarlierManifest {
    static final int VERSION = 3;

    static Version3 of(Manifest manifest) {
      return new Version3(
          VERSION,
          manifest.dataset(),
          manifest.classes(),
          manifest.attributes(),
          manifest.image(),
          manifest.shortSide(),
          manifest.seed(),
          manifest.splits(),
          manifest.shards(),
          manifest.rejected());
    }

    @Override
    public Manifest manifest() {
      return new Manifest(
          VERSION,
          dataset,
          classes,
          attributes,
          image,
          shortSide,
          ImageSizes.UNKNOWN,
          FileCounts.UNKNOWN,
          seed,
          splits,
          shards,
          rejected);
    }
  }
}
