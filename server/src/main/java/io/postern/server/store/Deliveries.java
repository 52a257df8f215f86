package io.postern.server.store;

/**
 * Where webhooks are, as whoever delivers for them notes it. These notes are no changes and do not
 * go through the door: one that is lost in a crash has something delivered twice, as one that was
 * never written would.
 */
public interface Deliveries {
  /**
   * Notes how far a webhook is.
   *
   * @param uid of the webhook
   * @return false when the webhook is gone, or was told to begin again since
   */
  boolean save(String uid, Delivery delivery);
}
