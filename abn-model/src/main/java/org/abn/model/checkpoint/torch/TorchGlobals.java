package org.abn.model.checkpoint.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.model.checkpoint.pickle.Arguments;
import org.abn.model.checkpoint.pickle.Constructor;
import org.abn.model.checkpoint.pickle.Dict;
import org.abn.model.checkpoint.pickle.Globals;
import org.abn.model.checkpoint.pickle.InvalidPickleException;
import org.abn.model.checkpoint.pickle.None;
import org.abn.model.checkpoint.pickle.Placeholder;

/** What has a counterpart here: tensors, their storages, and the containers that they lie in. */
final class TorchGlobals implements Globals {

  /** Storages without a type, by their names in PyTorch 1.12 to 2. */
  private static final List<String> UNTYPED =
      List.of(
          "torch.storage.UntypedStorage",
          "torch.UntypedStorage",
          "torch.storage._UntypedStorage",
          "torch._UntypedStorage");

  private static final Map<String, Object> KNOWN = new HashMap<>();

  static {
    know("collections.OrderedDict", Dict::of);
    know("torch.Size", TorchGlobals::items);
    for (String builtins : List.of("builtins", "__builtin__")) {
      know(builtins + ".set", TorchGlobals::items);
      know(builtins + ".frozenset", TorchGlobals::items);
    }
    for (String copyreg : List.of("copyreg", "copy_reg")) {
      know(copyreg + "._reconstructor", TorchGlobals::object);
      know(copyreg + ".__newobj__", TorchGlobals::object);
      know(copyreg + ".__newobj_ex__", TorchGlobals::object);
    }
    know("torch._utils._rebuild_tensor", RebuiltTensor::of);
    know("torch._utils._rebuild_tensor_v2", RebuiltTensor::of);
    know("torch._utils._rebuild_tensor_v3", RebuiltTensor::withType);
    know("torch._utils._rebuild_parameter", RebuiltTensor::first);
    know("torch._utils._rebuild_parameter_with_state", RebuiltTensor::first);
    know("torch.nn.parameter.Parameter", RebuiltTensor::first);
    know("torch.nn.parameter.Buffer", RebuiltTensor::first);
    know("torch._tensor._rebuild_from_type", RebuiltTensor.OF_TYPE);
    know("torch._tensor._rebuild_from_type_v2", RebuiltTensor.OF_TYPE);
    for (ElementType type : ElementType.values()) {
      KNOWN.put("torch." + type, type);
      if (!type.storageClass().isEmpty()) {
        KNOWN.put("torch." + type.storageClass(), type);
      }
    }
    UNTYPED.forEach(name -> KNOWN.put(name, ElementType.UINT8));
  }

  private final StorageFile file;

  /**
   * @param file where storages lie
   */
  TorchGlobals(StorageFile file) {
    this.file = file;
  }

  private static void know(String name, Constructor constructor) {
    KNOWN.put(name, constructor);
  }

  @Override
  public Optional<Object> find(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  /** Those that it is made of, and no copy: they may be many, and asked for often. */
  private static List<?> items(Arguments arguments) {
    return arguments.size() > 0 && arguments.at(0, Object.class) instanceof List<?> items
        ? items
        : new ArrayList<>();
  }

  /** {@code (class, ...)}. */
  private static Object object(Arguments arguments) {
    return arguments.at(0, Constructor.class).call(Arguments.none());
  }

  /**
   * {@code ("storage", class, key, device, length)}, and in streams a sixth item: nothing, or which
   * part of the storage it is. Streams also have {@code ("module", class, file, source)}.
   */
  @Override
  public Object persistent(Arguments id) {
    return switch (id.at(0, String.class)) {
      case "storage" -> id.at(1, Object.class) instanceof Placeholder other ? other : storage(id);
      case "module" -> id.at(1, Object.class);
      default -> throw new InvalidPickleException("expected the persistent id of a storage");
    };
  }

  private Storage storage(Arguments id) {
    ElementType type = id.at(1, ElementType.class);
    String key = id.at(2, String.class);
    long length = id.at(4, Long.class);
    file.require(key, type, length);
    var whole = new Storage(file, key, type, 0, length);
    boolean partial = id.size() > 5 && id.at(5, Object.class) != None.NONE;
    return partial ? part(whole, id.tuple(5)) : whole;
  }

  /** {@code (key, offset, length)}. */
  private static Storage part(Storage whole, Arguments view) {
    return whole.part(view.at(1, Long.class), view.at(2, Long.class));
  }
}
