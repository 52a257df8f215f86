package io.postern.server.identity;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.testing.ControlPlane;
import io.postern.v1.ApiToken;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.CreateApiTokenResponse;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A server whose callers have to prove who they are, as it is without configuration. */
record ProvenServer(ControlPlane plane, Path folder) implements AutoCloseable {
  static ProvenServer start(Path folder) {
    return start(folder, UnaryOperator.identity());
  }

  static ProvenServer start(Path folder, UnaryOperator<AuthSettings> changes) {
    UnaryOperator<ServerSettings> settings = it -> it.with(changes.apply(AuthSettings.DEFAULT));
    return new ProvenServer(ControlPlane.start(folder, settings), folder);
  }

  /** One of several servers on a PostgreSQL database. */
  static ProvenServer sharing(String url, Path folder) {
    return new ProvenServer(
        ControlPlane.start(
            folder, it -> it.with(AuthSettings.DEFAULT).with(it.store().withUrl(url))),
        folder);
  }

  /** The token that the server made for whoever has its folder. */
  String administrator() {
    try {
      return Files.readString(tokenFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path tokenFile() {
    return folder.resolve(AdministratorToken.FILE);
  }

  /** A stub whose calls have headers: each name is followed by its value. */
  <S extends AbstractStub<S>> S with(Function<Channel, S> stub, String... headers) {
    var metadata = new Metadata();
    for (int i = 0; i < headers.length; i += 2)
      metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
    return stub.apply(plane.channel())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  <S extends AbstractStub<S>> S bearer(String token, Function<Channel, S> stub) {
    return with(stub, "authorization", "Bearer " + token);
  }

  /** A channel whose calls show a token. */
  Channel channelAs(String token) {
    return ClientInterceptors.intercept(plane.channel(), ControlPlane.showing(token));
  }

  IdentityServiceBlockingStub identity(String token) {
    return bearer(token, IdentityServiceGrpc::newBlockingStub);
  }

  /** Has the administrator make a token. */
  CreateApiTokenResponse make(ApiToken.Builder token) {
    return bearer(administrator(), ApiTokenServiceGrpc::newBlockingStub)
        .createApiToken(CreateApiTokenRequest.newBuilder().setApiToken(token).build());
  }

  /** A token of somebody. */
  CreateApiTokenResponse make(String principal) {
    return make(ApiToken.newBuilder().setPrincipal(principal));
  }

  @Override
  public void close() {
    plane.close();
  }
}
