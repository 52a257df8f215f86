package io.postern.server.dnsview;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.subscription.model.TextRecords;

/** Binds the publisher, the DNS server and the DNS service. */
public final class DnsModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(DnsPublisher.class).in(Singleton.class);
    bind(DnsFrontend.class).in(Singleton.class);
    bind(TracedQueries.class);
    bind(NameAnswers.class);
    bind(PastAnswers.class);
    bind(ZoneMetricsProto.class);
    bind(TextRecords.class).to(TextLookup.class);
    bind(DnsGrpc.class);
    bind(IndexFeeds.class).in(Singleton.class);
    bind(DnsNodes.class).in(Singleton.class);
    bind(DnsNodeGrpc.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(DnsGrpc.class);
    services.addBinding().to(DnsNodeGrpc.class);
  }
}
