package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.Product;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The credentials of each product, by the SDK's provider chain, so that several partitions work
 * side by side.
 */
@Component
class AwsCredentialsSource {

  private final Map<String, AwsCredentialsProvider> providers = new ConcurrentHashMap<>();

  /** The provider for a product; it renews what expires. */
  AwsCredentialsProvider of(Product product) {
    return providers.computeIfAbsent(product.id(), _ -> make(product));
  }

  private static AwsCredentialsProvider make(Product product) {
    AwsCredentialsProvider base =
        product.credentialsProfile() == null
            ? DefaultCredentialsProvider.builder().build()
            : ProfileCredentialsProvider.create(product.credentialsProfile());
    if (product.roleArn() == null) {
      return base;
    }
    StsClient sts =
        StsClient.builder()
            .region(Region.of(product.region()))
            .credentialsProvider(base)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            request -> request.roleArn(product.roleArn()).roleSessionName("countinghouse"))
        .build();
  }
}
