package io.postern.server.connection.model;

import io.postern.server.link.model.ConnectionPolicy.Listing;

/** Who has to do what for a connection to carry traffic. */
public enum ActionCode {
  NONE("None"),
  PROVIDER_APPROVAL_REQUIRED("The owner of the target has to approve the request."),
  CONNECTION_LIMIT_REACHED(
      "The consumer has as many approved connections as the target allows; delete one, or have the"
          + " limit raised."),
  NOT_IN_ALLOW_LIST(
      "The consumer is not on the target's accept list; its owner has to add it or approve the"
          + " request."),
  IN_REJECT_LIST(
      "The consumer is on the target's reject list; its owner has to take it off, and the consumer"
          + " to ask again."),
  TARGET_DELETED("The target was deleted; the consumer has to delete the endpoint."),
  CONNECTION_REJECTED("The owner of the target rejected the request; the consumer may ask again."),
  CONNECTION_DELETED_BY_PROVIDER(
      "The owner of the target deleted the connection; the consumer has to delete the endpoint."),
  REQUEST_EXPIRED("The request was not decided in time; the consumer may ask again."),
  APPROVAL_EXPIRED(
      "The approval ran out; the owner of the target has to approve again, or the consumer to ask"
          + " again."),
  SUSPENDED("The owner of the target paused the connection and has to resume it.");

  private final String sentence;

  ActionCode(String sentence) {
    this.sentence = sentence;
  }

  /** Who has to do what while the target's lists say this of a consumer. */
  public static ActionCode of(Listing listing) {
    return switch (listing) {
      case REJECTED -> IN_REJECT_LIST;
      case ACCEPTED -> NONE;
      case LIMIT_REACHED -> CONNECTION_LIMIT_REACHED;
      case NOT_ACCEPTED -> NOT_IN_ALLOW_LIST;
      case UNDECIDED -> PROVIDER_APPROVAL_REQUIRED;
    };
  }

  /** The same for people. */
  public String sentence() {
    return sentence;
  }
}
