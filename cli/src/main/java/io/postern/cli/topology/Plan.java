package io.postern.cli.topology;

import com.google.protobuf.Message;
import java.util.List;

/** What has to be done to make a topology true, in the order in which it can be done. */
record Plan(List<Step<?>> steps) {
  Plan {
    steps = List.copyOf(steps);
  }

  /** What has to be done about one resource. */
  sealed interface Step<R extends Message> {
    Declaration<R> declaration();
  }

  /** It is not there. */
  record Create<R extends Message>(Declaration<R> declaration) implements Step<R> {}

  /**
   * It is there, but not as the file says.
   *
   * @param current its value at the server
   * @param differences in what the file sets; at least one
   */
  record Update<R extends Message>(
      Declaration<R> declaration, R current, List<Difference> differences) implements Step<R> {
    public Update {
      differences = List.copyOf(differences);
    }
  }

  /** It is as the file says. */
  record Keep<R extends Message>(Declaration<R> declaration) implements Step<R> {}

  /** The steps that change something. */
  List<Step<?>> changes() {
    return steps.stream().filter(step -> !(step instanceof Keep<?>)).toList();
  }

  long creates() {
    return steps.stream().filter(Create.class::isInstance).count();
  }

  long updates() {
    return steps.stream().filter(Update.class::isInstance).count();
  }

  long unchanged() {
    return steps.stream().filter(Keep.class::isInstance).count();
  }

  /** The updates that cannot be made, because a field of theirs can be set at create only. */
  List<Update<?>> impossible() {
    return steps.stream()
        .<Update<?>>mapMulti((step, sink) -> {
          if (step instanceof Update<?> update
              && update.differences().stream().anyMatch(Difference::isFixed)) sink.accept(update);
        })
        .toList();
  }
}
