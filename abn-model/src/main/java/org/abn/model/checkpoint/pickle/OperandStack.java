package org.abn.model.checkpoint.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The values that a pickle is at work on, with marks between them. */
final class OperandStack {

  private final List<Object> values = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();

  void push(Object value) {
    values.add(value);
  }

  void mark() {
    marks.push(values.size());
  }

  Object pop() {
    return popLast(1).get(0);
  }

  /** Drops the last value, or the mark that is behind it. */
  void drop() {
    if (!marks.isEmpty() && marks.peek() == values.size()) {
      marks.pop();
    } else {
      pop();
    }
  }

  /** The last values, in the order in which they came. */
  List<Object> popLast(int count) {
    requireAboveMark(count);
    return popFrom(values.size() - count);
  }

  List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw new InvalidPickleException("expected a mark on the stack");
    }
    return popFrom(marks.pop());
  }

  private List<Object> popFrom(int start) {
    List<Object> above = values.subList(start, values.size());
    List<Object> popped = new ArrayList<>(above);
    above.clear();
    return popped;
  }

  Object top() {
    requireAboveMark(1);
    return values.get(values.size() - 1);
  }

  private void requireAboveMark(int count) {
    int mark = marks.isEmpty() ? 0 : marks.peek();
    if (values.size() - mark < count) {
      throw new InvalidPickleException("expected a value on the stack");
    }
  }
}
