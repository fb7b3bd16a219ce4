package org.abn.model.layer;

import org.abn.model.kernel.Layout;
import org.abn.model.kernel.Operations;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A feature map {@code [N, H, W, C]}, which may be channel-first, times an attention map {@code [N,
 * H, W, 1]}.
 */
final class MapProduct {

  private MapProduct() {}

  /** {@code features * map}; also the gradient of the features from that of the product. */
  static void of(INDArray features, INDArray map, INDArray result) {
    Operations.multiply(features, Layout.spread(map, features.rank()), result);
  }

  /**
   * The gradient of the map: the sum over channels of {@code features * outer}.
   *
   * @param outer gradient of the product
   * @param scratch of the features' shape, overwritten
   * @param map what to fill
   */
  static void mapGradient(INDArray features, INDArray outer, INDArray scratch, INDArray map) {
    features.mul(outer, scratch);
    Operations.sumOverChannels(scratch, map);
  }
}
