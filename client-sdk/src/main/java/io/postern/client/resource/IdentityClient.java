package io.postern.client.resource;

import io.postern.client.internal.Caller;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import io.postern.v1.WhoAmIResponse;

/** Who the client's calls are made by. */
public final class IdentityClient {
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public IdentityClient(Caller caller) {
    this.caller = caller;
  }

  /** Asks the server who calls, how it knows that, and what the call is limited to. */
  public WhoAmIResponse whoAmI() {
    return caller.read(IdentityServiceGrpc.getWhoAmIMethod(), WhoAmIRequest.getDefaultInstance());
  }
}
