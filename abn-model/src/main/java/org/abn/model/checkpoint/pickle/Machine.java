package org.abn.model.checkpoint.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one pickle: a stack, marks on it, and a memo of values. */
final class Machine {

  private static final int LATEST_PROTOCOL = 5;

  private final PickleInput in;
  private final Globals globals;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, Object> memo = new HashMap<>();

  Machine(PickleInput in, Globals globals) {
    this.in = in;
    this.globals = globals;
  }

  /** Runs up to and with STOP; gives the value that is then on top. */
  <T> T run(Class<T> type) {
    int place = in.position();
    try {
      Opcode opcode = Opcode.of(in.u1());
      while (opcode != Opcode.STOP) {
        opcode.applyTo(this);
        place = in.position();
        opcode = Opcode.of(in.u1());
      }
      return PythonType.cast(pop(), type);
    } catch (InvalidPickleException e) {
      throw e.in("byte " + place);
    }
  }

  PickleInput in() {
    return in;
  }

  void requireProtocol(int protocol) {
    if (protocol > LATEST_PROTOCOL) {
      throw new InvalidPickleException(
          "pickle protocol must be at most %d, cannot be: %d".formatted(LATEST_PROTOCOL, protocol));
    }
  }

  void push(Object value) {
    stack.add(value);
  }

  void mark() {
    marks.push(stack.size());
  }

  Object pop() {
    return popLast(1).get(0);
  }

  /** The last values, in the order in which they came. */
  List<Object> popLast(int count) {
    requireAboveMark(count);
    return popFrom(stack.size() - count);
  }

  List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw new InvalidPickleException("expected a mark on the stack");
    }
    return popFrom(marks.pop());
  }

  private List<Object> popFrom(int start) {
    List<Object> above = stack.subList(start, stack.size());
    List<Object> values = new ArrayList<>(above);
    above.clear();
    return values;
  }

  private <T> T top(Class<T> type) {
    requireAboveMark(1);
    return PythonType.cast(stack.get(stack.size() - 1), type);
  }

  private void requireAboveMark(int count) {
    int mark = marks.isEmpty() ? 0 : marks.peek();
    if (stack.size() - mark < count) {
      throw new InvalidPickleException("expected a value on the stack");
    }
  }

  void tuple(int count) {
    tuple(popLast(count));
  }

  /** Lists are array lists; tuples cannot change. */
  void tuple(List<Object> items) {
    push(Collections.unmodifiableList(items));
  }

  void emptyList() {
    push(new ArrayList<>());
  }

  @SuppressWarnings("unchecked") // a list of a pickle takes anything
  void append(List<Object> items) {
    top(ArrayList.class).addAll(items);
  }

  void setItems(List<Object> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) {
      throw new InvalidPickleException("expected a value for each key of a dict");
    }
    Dict dict = top(Dict.class);
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      dict.put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  void memoize() {
    memoize(memo.size());
  }

  void memoize(long place) {
    memo.put(place, top(Object.class));
  }

  void recall(long place) {
    Object value = memo.get(place);
    if (value == null) {
      throw new InvalidPickleException("nothing was memoized as " + place);
    }
    push(value);
  }

  void stackGlobal() {
    var names = Arguments.of(popLast(2));
    global(names.at(0, String.class), names.at(1, String.class));
  }

  void global(String module, String name) {
    Optional<Object> found = globals.find(module + "." + name);
    push(found.orElseThrow(() -> notAllowed(module, name)));
  }

  InvalidPickleException notAllowed(String module, String name) {
    return new InvalidPickleException(
        "%s.%s is not allowed in a checkpoint".formatted(module, name));
  }

  void call() {
    Arguments call = Arguments.of(popLast(2));
    push(call.at(0, Constructor.class).call(call.tuple(1)));
  }

  /** Attributes, such as a state_dict's {@code _metadata}: nothing here has any. */
  void dropState() {
    popLast(1);
    requireAboveMark(1);
  }

  void persistent() {
    push(globals.persistent(Arguments.of(pop())));
  }
}
