/** What `countersign sandbox init` writes: the demo accounts, and every option that there is. */
export const exampleConfig = `# A Countersign sandbox. Start it with: countersign sandbox --config FILE
# A line that begins with # and no space is an option that is off: take the # away to switch it on.
# JSON may be written as well. Options of the command line, PORT and TLS_PORT come before what is said here.

host: 127.0.0.1
port: 4010 # 0: any free port
tlsPort: 4443 # 0: any free port; false: no TLS

# Where the demo authority and its certificates are written. Otherwise: a temporary folder, printed at the start.
#certificateFolder: sandbox-certificates

# Authorities of client certificates of your own, beside the demo authority. Paths are relative to this file.
#trustAnchors: [ca.pem]

# A provider that is left out is not served.
providers: [smart2pay, connectpay, pledg, placetopay]

# Whether failures are counted, and too many answered with 429.
#throttle: true

# The sandbox's clock, against the machine's: an hour behind it.
#clockOffsetSeconds: -3600

# These are all the accounts that there are. Ids and secrets that look like numbers need quotes.
accounts:
  smart2pay:
    - id: '30201' # the SiteID
      # The secrets that count, several while one takes the place of another.
      secrets:
        - hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy # the API key
        #- { value: the key before it, notAfter: 2030-01-31T12:00:00Z }
      # active, inactive, expired or credentials-expired.
      #status: inactive
      # Where it may call from. Otherwise: anywhere.
      #addresses: [127.0.0.1, '::1', 192.0.2.0/24]

  connectpay:
    - id: ConnectPay # the ClientKey
      secrets: [EasyBanking]
      # Client certificates of its own, beside those that the sandbox makes for the first two DevApps.
      #certificates: [devapp.pem]
    - id: OtherApp
      secrets: [OtherSecret]
      # Or what is to be known of one.
      #certificates: [{ serialNumber: '4a3f', commonName: OtherApp, issuer: 'CN=Example CA,O=Example,C=LT' }]

  # API clients, which get a token.
  pledg:
    - id: your_key
      secrets: [your_secret]

  # Users of the merchant's dashboard, by e-mail address and password.
  pledgDashboard:
    - id: random@domain.com
      secrets: [john123]

  # Merchants, who sign the parameters of a purchase.
  pledgMerchants:
    - id: mer_demo # the merchantUid
      secrets: [pledg-demo-secret]

  placetopay:
    - id: siteLogin
      secrets: [siteSecretKey]
      digests: [sha256] # of the tranKey
      # Whether one auth may be used again: for clients that do so.
      #allowReplay: true
    - id: siteLegacy
      secrets: [siteSecretKey]
      digests: [sha256, sha1]
      allowReplay: true
`;
