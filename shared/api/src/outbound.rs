//! Calls to addresses that somebody else chose.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

/// The client for a sign-in service: its address comes from the studio's own settings.
///
/// # Errors
/// When the system's certificates cannot be read.
pub fn trusted_client() -> reqwest::Result<Client> {
    install_cryptography();
    Client::builder().redirect(Policy::none()).build()
}

/// The client for webhooks, whose addresses users choose: it goes to no address inside the network that it runs in, unless
/// that is allowed. No redirects, no proxy: what is checked is the address that is connected to.
///
/// # Errors
/// When the system's certificates cannot be read.
pub fn guarded_client(allows_private: bool) -> reqwest::Result<Client> {
    install_cryptography();
    let client = Client::builder().redirect(Policy::none()).no_proxy();
    if allows_private { client.build() } else { client.dns_resolver(Arc::new(PublicNames)).build() }
}

fn install_cryptography() {
    // An error says only that somebody was here before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Resolves names to public addresses only. The connection is made to what was checked, so a name that points elsewhere a
/// moment later gains nothing.
struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = found.into_iter().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                let reason = format!("{} has no public address", name.as_str());
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the public Internet: none of the special-purpose ranges of RFC 6890 and its successors.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match a {
        0 | 10 | 127 => true,
        100 => (64..128).contains(&b),
        169 => b == 254,
        172 => (16..32).contains(&b),
        192 => matches!((b, c), (0, 0 | 2) | (88, 99) | (168, _)),
        198 => matches!((b, c), (18 | 19, _) | (51, 100)),
        203 => (b, c) == (0, 113),
        _ => a >= 224,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inside) = address.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    let [first, second, .., sixth, seventh] = address.segments();
    match (first, second) {
        // 64:ff9b::/96 carries an IPv4 address (RFC 6052).
        (0x64, 0xff9b) => {
            let [a, b] = sixth.to_be_bytes();
            let [c, d] = seventh.to_be_bytes();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Protocol assignments with Teredo, benchmarking, documentation, 6to4.
        (0x2001, second) => second >= 0x200 && second != 0xdb8,
        (0x2002, _) => false,
        // The rest of what is handed out so far (RFC 4291, IANA): 2000::/3.
        _ => first & 0xe000 == 0x2000 && first != 0x3fff,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_networks_are_told_from_public_ones() {
        let inside = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "64:ff9b::a00:1",
            "2001:db8::1",
            "2002:7f00:1::",
        ];
        for text in inside {
            assert!(!is_public(text.parse().expect("it is an address")), "{text}");
        }
        for text in ["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::101:101"] {
            assert!(is_public(text.parse().expect("it is an address")), "{text}");
        }
    }
}
