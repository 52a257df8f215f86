package io.postern.server.kernel;

/** Carries one {@link ControlError} out of a use case. */
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ControlError error;

  private ControlException(ControlError error) {
    // A refusal is an answer, not a failure: no stack trace.
    super(error.problem().message(), null, false, false);
    this.error = error;
  }

  public static ControlException of(ControlError error) {
    return new ControlException(error);
  }

  public static ControlException invalid(Reason reason, String field, String message) {
    return of(new ControlError.InvalidArgument(Problem.inField(reason, field, message)));
  }

  public static ControlException invalid(Problem problem) {
    return of(new ControlError.InvalidArgument(problem));
  }

  public static ControlException notFound(String label, ResourceName name) {
    return of(
        new ControlError.NotFound(
            Problem.of(
                    Reason.RESOURCE_NOT_FOUND,
                    "There is no " + label + " '" + name + "', or you may not see it.")
                .with("resource", name.text())));
  }

  public static ControlException unauthenticated(Reason reason, String message) {
    return of(new ControlError.Unauthenticated(Problem.of(reason, message)));
  }

  public static ControlException precondition(Problem problem) {
    return of(new ControlError.PreconditionFailed(problem));
  }

  /** Whether it says that the changes asked for are no longer kept. */
  public boolean isCompacted() {
    return error instanceof ControlError.RevisionCompacted;
  }

  public ControlError error() {
    return error;
  }
}
