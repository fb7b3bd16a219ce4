package org.abn.data.batch;

import org.abn.data.augment.ImageSize;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The images of a mini-batch in native memory, where they are written at once: a batch of 256 at
 * 224x224 would be 154 MB on the heap. Outside every workspace.
 *
 * @param array FLOAT {@code [N, H, W, C]} in 'c' order
 * @param values its memory on the host
 * @param imageValues H x W x C
 */
record BatchArray(INDArray array, FloatPointer values, long imageValues) {
  static BatchArray of(ImageSize size, int channels, int images) {
    long[] shape = {images, size.height(), size.width(), channels};
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
    FloatPointer values = new FloatPointer(array.data().pointer());
    return new BatchArray(array, values, (long) size.height() * size.width() * channels);
  }

  /** The memory of an image; of every image another. */
  FloatPointer image(int index) {
    return values.getPointer(index * imageValues);
  }

  /** The array, once all images are written; a GPU is told that it has to copy them. */
  INDArray filled() {
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    return array;
  }
}
