import { type Bilingual, fill, type Values } from './bilingual.ts';

/**
 * The registry of everything that a person may be told went wrong: code → HTTP status and a sentence that says what to
 * do. `docs/errors.md` explains each one further; a test holds the two equal.
 */
const CODES = {
  AUTH_REQUIRED: [
    401,
    'Bạn chưa đăng nhập. Hãy mở liên kết đăng nhập hoặc nhập mật khẩu.',
    'You are not signed in. Open the sign-in link or enter your password.',
  ],
  AUTH_WRONG: [
    401,
    'Tên hoặc mật khẩu không đúng. Hãy kiểm tra và thử lại.',
    'The name or password is wrong. Check them and try again.',
  ],
  AUTH_LINK_USED: [
    401,
    'Liên kết này đã dùng hoặc đã hết hạn. Hãy chạy npm start -- --sign-in-link để có liên kết mới.',
    'This link was used already or has expired. Run npm start -- --sign-in-link for a new one.',
  ],
  AUTH_WEAK_PASSWORD: [
    422,
    'Mật khẩu cần ít nhất {least} ký tự. Hãy dùng một câu dễ nhớ.',
    'The password needs at least {least} characters. Use a sentence that you remember.',
  ],
  ADMIN_ADDRESS: [
    403,
    'Trạm không cho quản trị từ địa chỉ {address}. Hãy dùng máy nằm trong danh sách được quản trị.',
    'This station is not administered from {address}. Use a computer whose address is on the list.',
  ],
  ADMIN_HOURS: [
    403,
    'Ngoài giờ quản trị: lúc này không đổi được người dùng và cài đặt. Phát thanh và phát khẩn cấp vẫn làm được.',
    'Outside the hours of administration: people and settings stay as they are now. Broadcasting and emergencies work.',
  ],
  ADMIN_ADDRESSES_FIXED: [
    409,
    'Danh sách địa chỉ được đặt bằng LOAXA_ADMIN_FROM. Hãy đổi ở đó rồi khởi động lại trạm.',
    'The address list is set by LOAXA_ADMIN_FROM. Change it there and restart the station.',
  ],
  ADMIN_LOCKED_OUT: [
    409,
    'Danh sách này không có địa chỉ của chính bạn ({address}), nên bạn sẽ tự khóa mình. Hãy thêm địa chỉ đó.',
    'Your own address ({address}) is not in this list: you would lock yourself out. Add it.',
  ],
  ADMIN_HOURS_NOW: [
    409,
    'Theo giờ này thì ngay bây giờ ({time}) đã khóa quản trị. Nếu đúng ý, hãy xác nhận lần nữa.',
    'By these hours administration is closed right now ({time}). If that is what you want, confirm once more.',
  ],
  KEY_ACCOUNT_NEEDED: [
    409,
    'Khóa API mượn quyền của một tài khoản. Hãy đăng nhập bằng tài khoản của bạn rồi tạo khóa.',
    'An API key borrows the rights of an account. Sign in with your own account, then make the key.',
  ],
  KEY_VERB: [
    422,
    'Quyền "{what}" chỉ dành cho người, không đưa vào khóa API được. Hãy bỏ quyền đó ra.',
    'The right to {what} is for people and cannot be in an API key. Leave it out.',
  ],
  KEY_BEYOND: [
    403,
    'Khóa không thể có nhiều quyền hơn bạn: bạn không có quyền {what} ở đó. Hãy chọn ít quyền hơn.',
    'A key cannot do more than you: you have no right to {what} there. Choose fewer rights.',
  ],
  KEY_EMERGENCY: [
    422,
    'Khóa có quyền phát khẩn cấp phải ghi tên hệ thống sẽ dùng nó, và chỉ khóa đó mới ghi. Hãy điền tên hệ thống.',
    'A key that sends emergencies names the system that will use it, and only such a key does. Write the name of that system.',
  ],
  KEY_NOT_HERE: [
    403,
    'Việc này chỉ người đã đăng nhập mới làm được, khóa API thì không. Hãy mở bảng điều khiển.',
    'Only a person who is signed in does this, no API key. Open the console.',
  ],
  PASSWORD_CHARACTER: [
    422,
    'Mật khẩu có {what} nên không dùng được. Hãy gõ lại bằng bàn phím.',
    'The password holds {what} and cannot be used. Type it again on a keyboard.',
  ],
  PASSWORD_COMMON: [
    422,
    'Mật khẩu này dễ đoán: hầu như chỉ gồm từ thông dụng, tên đài, tên tài khoản, năm hoặc dãy phím. Hãy dùng một câu của riêng bạn.',
    'This password is easy to guess: it is little more than common words, names of station or account, years or rows of keys. Use a sentence of your own.',
  ],
  PASSWORD_KINDS: [
    422,
    'Trạm này yêu cầu mật khẩu có ít nhất {kinds} trong bốn loại: chữ thường, chữ hoa, chữ số, dấu. Hãy thêm loại còn thiếu.',
    'This station wants passwords with at least {kinds} of four kinds: small letters, capitals, digits, signs. Add what is missing.',
  ],
  PASSWORD_WRONG: [
    422,
    'Mật khẩu hiện tại không đúng. Hãy kiểm tra và thử lại.',
    'The present password is wrong. Check it and try again.',
  ],
  PASSWORD_SAME: [
    422,
    'Mật khẩu mới giống mật khẩu cũ. Hãy chọn mật khẩu khác.',
    'The new password is the old one. Choose another.',
  ],
  FACTOR_WRONG: [
    422,
    'Mã không đúng, đã dùng hoặc đã hết hạn. Hãy đợi mã mới rồi thử lại; nếu vẫn sai, xem giờ trên điện thoại có đúng không.',
    'The code is wrong, used or over. Wait for the next one and try again; if that fails too, check the clock of your phone.',
  ],
  PASSKEY_WRONG: [
    422,
    'Khóa truy cập chưa xác minh được bạn. Hãy bấm lại và làm xong trong 5 phút; nếu vẫn không được, hãy dùng mã 6 số hoặc mã trên giấy.',
    'The passkey did not prove that it is you. Press again and finish within five minutes; if that fails, use a code of the app or from paper.',
  ],
  PASSKEY_REFUSED: [
    422,
    'Chưa nhận được khóa truy cập này. Hãy bấm Thêm khóa truy cập lần nữa và làm xong trong 5 phút; nếu vẫn không được, hãy dùng ứng dụng xác thực.',
    'This passkey was not taken. Press Add a passkey once more and finish within five minutes; if that fails, use an authenticator app.',
  ],
  PASSKEY_PLACE: [
    409,
    'Khóa truy cập chỉ dùng được khi trang này được mở bằng tên và https. Hãy dùng ứng dụng xác thực, hoặc nhờ người quản trị máy chủ đặt tên và https.',
    'Passkeys work only where this page is opened by a name and https. Use an authenticator app, or ask whoever runs the machine for a name and https.',
  ],
  PASSKEY_ELSEWHERE: [
    409,
    'Khóa truy cập của bạn được tạo ở địa chỉ khác: {hosts}. Hãy mở trang bằng địa chỉ đó, hoặc dùng mã.',
    'Your passkeys were made at another address: {hosts}. Open the page there, or use a code.',
  ],
  SECOND_FACTOR_NEEDED: [
    403,
    'Việc này cần bước xác minh thứ hai: mã 6 số hoặc khóa truy cập. Nếu chưa có, hãy cài ở mục Tài khoản của tôi.',
    'This needs a second step: a six-digit code or a passkey. If you have none, set one up in My account.',
  ],
  SIGN_IN_AGAIN: [
    403,
    'Bạn đăng nhập đã lâu nên chưa đổi được cách đăng nhập. Hãy đăng xuất, đăng nhập lại rồi làm ngay việc này.',
    'You signed in too long ago to change how you sign in. Sign out, sign in again, and do this first.',
  ],
  ACCOUNT_NEEDED: [
    409,
    'Bạn vào bằng liên kết một lần nên không có tài khoản riêng. Hãy đăng nhập bằng tên và mật khẩu.',
    'You came in by a one-time link and have no account of your own. Sign in with name and password.',
  ],
  LAST_MANAGER: [
    409,
    'Sau việc này không còn ai quản lý lâu dài người dùng của toàn trạm. Hãy trao quyền đó cho người khác trước, không thời hạn.',
    'After this nobody would manage the people of the whole station for good. Give that right to somebody else first, without an end.',
  ],
  CROSS_SITE: [
    403,
    'Yêu cầu đến từ trang khác nên bị từ chối. Hãy làm việc này trong bảng điều khiển.',
    'The request came from another site and was refused. Do this in the console.',
  ],
  RATE_LIMITED: [
    429,
    'Quá nhiều yêu cầu. Hãy đợi {seconds} giây rồi thử lại.',
    'Too many requests. Wait {seconds} seconds and try again.',
  ],
  APPROVAL_CHANGED: [
    409,
    '“{title}” đã được sửa sau khi bạn mở. Hãy xem và nghe lại bản mới rồi mới duyệt.',
    '“{title}” was changed after you opened it. Look and listen again, then approve.',
  ],
  APPROVAL_OWN: [
    403,
    '“{title}” do chính bạn soạn hoặc sửa lần cuối. Hãy nhờ người khác duyệt.',
    '“{title}” was written or last changed by yourself. Ask another person to approve it.',
  ],
  APPROVAL_STATE: [
    409,
    'Không làm được: “{title}” đang ở trạng thái “{state}”. Hãy tải lại trang.',
    'This cannot be done: “{title}” is “{state}”. Reload the page.',
  ],
  ATTACHMENT_NOT_PDF: [
    422,
    'Tệp gửi kèm không phải PDF. Hãy quét hoặc xuất văn bản thành PDF rồi gửi lại.',
    'The attached file is not a PDF. Scan or export the document as PDF and send again.',
  ],
  REQUEST_INVALID: [
    400,
    'Yêu cầu có chỗ sai: {field}: {problem}. Hãy sửa rồi gửi lại.',
    'The request is wrong at {field}: {problem}. Correct it and send again.',
  ],
  REQUEST_TOO_LARGE: [
    413,
    'Nội dung gửi lên lớn hơn {limit} byte. Hãy gửi tệp nhỏ hơn.',
    'What was sent is larger than {limit} bytes. Send a smaller one.',
  ],
  NOT_FOUND: [
    404,
    'Không tìm thấy {what}. Hãy tải lại trang và chọn lại.',
    'There is no such {what}. Reload the page and choose again.',
  ],
  IDEMPOTENCY_CONFLICT: [
    409,
    'Khóa chống gửi trùng này đã dùng cho một yêu cầu khác. Hãy tạo khóa mới.',
    'This idempotency key was used for another request. Make a new key.',
  ],
  IDEMPOTENCY_INVALID: [
    400,
    'Khóa chống gửi trùng phải dài 8 đến 200 ký tự thường.',
    'An idempotency key is 8 to 200 plain characters.',
  ],
  CHANGED_MEANWHILE: [
    412,
    'Trong lúc bạn sửa, người khác đã đổi: {what}. Chưa lưu gì. Hãy mở lại mục này, xem bản mới rồi sửa lại.',
    'While you were changing this, somebody else changed: {what}. Nothing was saved. Open it again, see what is new, then change it.',
  ],
  INTERNAL: [
    500,
    'Trạm gặp lỗi bên trong. Việc này đã được ghi lại với mã {id}; hãy báo người quản trị.',
    'The station met an internal error. It is logged as {id}; tell the administrator.',
  ],
  STORAGE_FULL: [
    507,
    'Ổ đĩa đã đầy nên không lưu được. Lịch đã có vẫn phát. Hãy giải phóng dung lượng rồi thử lại.',
    'The disk is full, so nothing was saved. What is scheduled still airs. Free some space and try again.',
  ],
  STORAGE_FAILED: [
    503,
    'Ổ đĩa báo lỗi nên không lưu được. Hãy kiểm tra ổ đĩa.',
    'The disk reported an error, so nothing was saved. Check the disk.',
  ],

  ALREADY_RUNNING: [
    409,
    'Một trạm khác đang chạy trên thư mục dữ liệu {folder}. Hãy dừng trạm đó hoặc đặt LOAXA_DATA khác.',
    'Another station is running on the data folder {folder}. Stop it or set another LOAXA_DATA.',
  ],
  PORT_TAKEN: [
    409,
    'Cổng {port} đang được chương trình khác dùng. Hãy dừng chương trình đó hoặc đặt LOAXA_PORT khác.',
    'Port {port} is in use by another program. Stop it or set another LOAXA_PORT.',
  ],
  DATABASE_UNREADABLE: [
    503,
    'Không đọc được cơ sở dữ liệu {path}: {problem}. Tệp được giữ nguyên; hãy chép bản sao lưu vào đó.',
    'The database {path} cannot be read: {problem}. The file was left as it is; put a backup in its place.',
  ],
  CONFIG_INVALID: [500, 'Cấu hình sai: {problem}.', 'The configuration is wrong: {problem}.'],
  SPEECH_MISSING: [
    503,
    'Máy trạm chưa có chương trình đọc chữ. Hãy cài gói espeak-ng rồi khởi động lại trạm, hoặc thu bằng micro.',
    'This station has no program that reads text aloud. Install the package espeak-ng and restart, or use a microphone.',
  ],
  SPEECH_TEXT: [422, 'Không có chữ nào để đọc. Hãy gõ lời cần đọc.', 'There is nothing to read aloud. Type the words.'],
  SPEECH_BUSY: [
    503,
    'Máy đang đọc nhiều bài khác. Hãy đợi một phút rồi bấm lại.',
    'Many other texts are being read aloud. Wait a minute and press again.',
  ],
  SPEECH_FAILED: [
    502,
    'Không tạo được giọng đọc ({problem}). Hãy chia bài ngắn hơn rồi thử lại, hoặc thu bằng micro.',
    'The voice could not be made ({problem}). Make the text shorter and try again, or use a microphone.',
  ],
  FFMPEG_MISSING: [
    503,
    'Không tìm thấy ffmpeg. Hãy cài gói ffmpeg hoặc đặt FFMPEG_PATH.',
    'ffmpeg was not found. Install the ffmpeg package or set FFMPEG_PATH.',
  ],

  UPLOAD_OFFSET: [
    409,
    'Trạm đã nhận {expected} byte. Hãy gửi tiếp từ vị trí đó.',
    'The station has {expected} bytes. Continue from there.',
  ],
  UPLOAD_CHECKSUM: [
    422,
    'Tệp nhận được khác tệp đã gửi (sai mã SHA-256). Hãy tải lên lại từ đầu.',
    'The bytes received differ from what was announced (SHA-256). Upload again from the start.',
  ],
  UPLOAD_FINISHED: [
    409,
    'Lần tải lên này đã xong. Hãy mở bản ghi âm tương ứng.',
    'This upload is finished. Open its recording.',
  ],
  UPLOAD_TOO_LARGE: [
    413,
    'Tệp lớn hơn mức cho phép {limitMb} MB. Hãy cắt ngắn hoặc nén lại.',
    'The file is larger than the limit of {limitMb} MB. Shorten or compress it.',
  ],
  MEDIA_EMPTY: [422, 'Tệp rỗng. Hãy chọn lại tệp âm thanh.', 'The file is empty. Choose the audio file again.'],
  MEDIA_NOT_AUDIO: [
    422,
    'Tệp này không phải âm thanh mà trạm nhận được. Hãy dùng mp3, m4a, wav, ogg, opus, flac, amr, 3gp hoặc mp4.',
    'This is not audio that the station takes. Use mp3, m4a, wav, ogg, opus, flac, amr, 3gp or mp4.',
  ],
  MEDIA_TOO_LONG: [
    422,
    'Âm thanh dài hơn {limitMinutes} phút. Hãy chia thành nhiều bản tin.',
    'The audio is longer than {limitMinutes} minutes. Split it into several bulletins.',
  ],
  MEDIA_TOO_SHORT: [
    422,
    'Âm thanh ngắn hơn 0,2 giây. Hãy thu lại.',
    'The audio is shorter than 0.2 seconds. Record it again.',
  ],
  MEDIA_TRUNCATED: [
    422,
    'Tệp bị cắt cụt: chỉ đọc được {seconds} giây. Hãy tải lên lại từ điện thoại hoặc máy gốc.',
    'The file is cut off: only {seconds} seconds can be read. Upload it again from the original device.',
  ],
  MEDIA_DAMAGED: [
    422,
    'Không giải mã được tệp này. Hãy thử mở trên điện thoại rồi xuất lại.',
    'The file cannot be decoded. Open it on the phone and export it again.',
  ],
  MEDIA_SILENT: [
    422,
    'Tệp không có tiếng. Hãy kiểm tra micro và thu lại.',
    'The file holds no sound. Check the microphone and record again.',
  ],
  MEDIA_TOO_HEAVY: [
    422,
    'Tệp này tốn quá nhiều sức máy để giải mã nên bị từ chối. Hãy xuất lại thành mp3.',
    'The file takes too much work to decode and was refused. Export it again as mp3.',
  ],
  RECORDING_NOT_READY: [
    409,
    'Bản ghi âm chưa sẵn sàng để phát. Hãy đợi kiểm tra xong.',
    'The recording is not ready to air. Wait until its check is done.',
  ],
  RECORDING_REMOVED: [
    409,
    'Tệp của bản ghi âm đã được xóa vì hết hạn giữ dữ liệu cá nhân.',
    'The files of the recording were removed: the time for keeping its personal data is over.',
  ],

  RULE_PATTERN: [422, 'Lịch phát sai ở {field}: {problem}', 'The schedule rule is wrong at {field}: {problem}'],
  RULE_NEVER: [
    422,
    'Lịch này không bao giờ đến giờ phát. Hãy xem lại ngày và giờ.',
    'This rule never comes due. Check its days and times.',
  ],
  RULE_TOO_OFTEN: [
    422,
    'Lịch này phát dày hơn {leastMinutes} phút một lần. Hãy giãn ra.',
    'This rule fires more often than every {leastMinutes} minutes. Space it out.',
  ],
  RULE_FROM_FILE: [
    409,
    'Lịch này nằm trong tệp {file}. Hãy sửa tệp đó.',
    'This rule lives in the file {file}. Change that file.',
  ],
  LOG_BOOK_TOO_LONG: [
    422,
    'Sổ nhật ký này dài hơn {most} dòng. Hãy chọn ít ngày hơn, hoặc tải tệp CSV.',
    'This log book has more than {most} lines. Choose fewer days, or download the CSV file.',
  ],
  SCHEDULE_FILE: [
    422,
    'Tệp lịch {file}, dòng {line}, mục {field}: {problem}. Bản tốt gần nhất vẫn được dùng.',
    'Schedule file {file}, line {line}, field {field}: {problem}. The last good version stays in use.',
  ],
  ZONE_EMPTY: [
    422,
    'Vùng phát chưa có cụm loa nào. Hãy thêm cụm loa vào vùng trước.',
    'The zone has no endpoint. Put an endpoint into it first.',
  ],
  AREA_CYCLE: [
    409,
    'Một địa bàn không thể nằm trong chính nó. Hãy chọn cấp trên khác.',
    'An area cannot lie within itself. Choose another parent.',
  ],
  AREA_ACT: [
    422,
    'Không sắp xếp địa bàn như vậy được: {problem}. Hãy sửa rồi xem trước lại.',
    'The areas cannot be arranged so: {problem}. Correct it and look at the preview again.',
  ],
  AREA_ACT_DATE: [
    422,
    'Ngày {date} không dùng được: phải từ hôm nay ({today}) đến {last}. Hãy chọn ngày khác.',
    'The date {date} cannot be used: it must lie between today ({today}) and {last}. Choose another.',
  ],
  AREA_ACT_SETTLED: [
    409,
    'Việc này đã có hiệu lực hoặc đã bỏ nên không bỏ được nữa. Hãy ghi một việc mới.',
    'This act took effect or was taken back already. Write a new one instead.',
  ],
  AREA_PLAN_CHANGED: [
    409,
    'Từ lúc xem trước đến giờ đã có thay đổi. Hãy xem trước lại rồi xác nhận.',
    'Something changed since the preview. Look at the preview again and confirm.',
  ],
  AREA_HELD: [
    409,
    'Chưa đóng được “{name}” vì còn: {what}. Hãy chuyển hoặc gỡ những mục đó trước.',
    'The area “{name}” cannot be closed, since it still has: {what}. Move or remove these first.',
  ],
  AREA_NEEDS_ACT: [
    409,
    'Đổi cấp trên như vậy làm có người thêm quyền. Hãy dùng mục “Chuyển” để xem trước rồi xác nhận.',
    'With that parent somebody would gain rights. Use the act “move”, which shows them first.',
  ],
  CODE_TAKEN: [
    409,
    'Mã {code} đã dùng cho “{name}”. Mỗi mã chỉ dùng một lần; hãy chọn mã khác.',
    'The code {code} belongs to “{name}” already. Each code is used once; choose another.',
  ],
  IMPORT_FILE: [422, 'Không đọc được tệp này: {problem}.', 'This file cannot be read: {problem}.'],
  IMPORT_WRONG: [
    422,
    'Tệp còn {count} dòng sai nên chưa nhập gì. Hãy sửa các dòng được nêu rồi chọn lại tệp.',
    'The file has {count} wrong lines, so nothing was taken. Correct the lines that are named and choose it again.',
  ],
  GATE_RULES: [
    422,
    'Quy định giờ phát sai ở {field}: {problem}. Hãy sửa rồi lưu lại.',
    'The rules of the hours are wrong at {field}: {problem}. Correct it and save again.',
  ],
  GATE_PAST: [
    422,
    'Ngày {date} đã qua. Quy định chỉ áp dụng từ hôm nay trở đi; hãy chọn ngày khác.',
    'The date {date} is past. Rules hold from today on; choose another date.',
  ],
  GATE_TAKEN: [
    409,
    'Ngày {date} đã có một ngoại lệ ở địa bàn này. Hãy bỏ ngoại lệ cũ trước.',
    'There is an exception on {date} in this area already. Remove that one first.',
  ],
  GATE_FULL: [
    409,
    'Đã có {most} mục sắp tới ở địa bàn này. Hãy bỏ bớt mục không còn cần.',
    'There are {most} entries ahead in this area already. Remove what is not needed.',
  ],
  QUIET_SPAN: [
    422,
    'Không đặt được khoảng yên lặng: {problem}. Hãy chọn lại giờ bắt đầu, giờ kết thúc và nơi áp dụng.',
    'The quiet span cannot be set: {problem}. Choose its beginning, its end and its place again.',
  ],

  RELAY_URL: [
    422,
    'Không nhận địa chỉ nguồn tiếp sóng này: {problem}. Hãy sửa địa chỉ rồi thử lại.',
    'This address of a relay source is not taken: {problem}. Correct it and try again.',
  ],
  RELAY_NEEDS_END_DATE: [
    422,
    'Nguồn cấp này ({level}) phải có ngày kết thúc. Hãy ghi ngày cuối cùng được tiếp sóng.',
    'A source of this level ({level}) needs an end. Enter the last day on which it may be relayed.',
  ],
  RELAY_ENDED: [
    422,
    'Nguồn {name} không được tiếp sóng vào ngày {date}. Hãy chọn nguồn khác hoặc sửa thời hạn của nguồn.',
    'The source {name} may not be relayed on {date}. Choose another one or change its dates.',
  ],
  RELAY_IN_USE: [
    409,
    'Nguồn này đang dùng cho buổi phát đang hoặc sắp diễn ra. Hãy hủy buổi đó trước.',
    'A broadcast under way or soon to be hears this source. Cancel that broadcast first.',
  ],
  RELAY_BUSY: [
    429,
    'Trạm đang thử các nguồn khác. Hãy đợi 15 giây rồi thử lại.',
    'The station is trying other sources. Wait 15 seconds and try again.',
  ],

  CLAIM_WRONG: [
    403,
    'Mã đăng ký loa không đúng, đã dùng hoặc đã hết hạn. Hãy xin mã mới trên bảng điều khiển.',
    'The claim code is wrong, used or expired. Ask the console for a new one.',
  ],
  LINK_REFUSED: [
    403,
    'Cụm loa này không được trạm nhận. Hãy đăng ký lại bằng mã mới.',
    'The station does not accept this endpoint. Claim it again with a new code.',
  ],
  BROADCAST_PAST: [
    422,
    'Giờ phát đã qua. Hãy chọn giờ sau hiện tại.',
    'The start time is past. Choose one in the future.',
  ],
  GATE_CLOSED: [
    422,
    'Quy định không cho phát lúc {at}: {clause}. {next}',
    'The house rules do not let it sound at {at}: {clause}. {next}',
  ],
  UNUSUAL_HOUR: [
    409,
    'Lâu nay không phát gì vào khoảng {time} ở các cụm loa này. Hãy xác nhận nếu vẫn muốn phát giờ đó.',
    'Nothing is usually heard around {time} on these endpoints. Confirm that you want that hour.',
  ],
  BULLETIN_NOT_VALID: [
    422,
    'Bản tin này chưa có hoặc đã hết hiệu lực vào giờ phát. Hãy chọn bản tin khác hoặc đổi giờ.',
    'The bulletin is not valid at that time. Choose another one or another time.',
  ],
  LANGUAGE_TAG: [
    422,
    'Không hiểu mã ngôn ngữ «{tag}». Hãy dùng mã chuẩn, ví dụ vi, hmn, tyz, km.',
    'The language tag “{tag}” is not understood. Use a standard one, such as vi, hmn, tyz or km.',
  ],
  LANGUAGE_TWICE: [
    409,
    'Ngôn ngữ {language} đã có rồi. Hãy bỏ bớt một mục.',
    'The language {language} is there already. Leave one of the two out.',
  ],
  VALIDITY_ORDER: [
    422,
    'Ngày hết hiệu lực đứng trước ngày bắt đầu. Hãy chọn lại hai ngày.',
    'The end of validity lies before its beginning. Choose both again.',
  ],
  TEMPLATE_INVALID: [
    422,
    'Khung chương trình sai ở {field}: {problem}',
    'The programme template is wrong at {field}: {problem}',
  ],
  TEMPLATE_IN_USE: [
    409,
    'Khung chương trình này đang dùng trong {count} lịch phát. Hãy sửa hoặc bỏ các lịch đó trước.',
    '{count} schedule rules play this template. Change or end those rules first.',
  ],
  PROGRAMME_EMPTY: [
    422,
    'Vào giờ đó chương trình không còn bản tin nào phát được. Hãy thêm bản tin còn hiệu lực.',
    'At that time nothing of the programme can be heard. Put bulletins into it that are valid then.',
  ],
  BROADCAST_TOO_LONG: [
    422,
    'Buổi phát dài hơn {limitHours} giờ. Hãy giảm số lần nhắc lại hoặc chia nhỏ.',
    'The broadcast is longer than {limitHours} hours. Repeat it less often or split it.',
  ],
  BROADCAST_TOO_MANY_PARTS: [
    422,
    'Buổi phát có hơn {most} phần (tính cả khoảng nghỉ). Hãy bớt bản tin hoặc giảm số lần nhắc lại.',
    'The broadcast has more than {most} parts, pauses counted. Take bulletins out or repeat them less often.',
  ],
  BROADCAST_OVER: [
    409,
    'Buổi phát này đã kết thúc nên không dừng được nữa.',
    'This broadcast is over and cannot be stopped.',
  ],
  BROADCAST_BEGUN: [
    409,
    'Buổi phát này đang phát, sắp phát trong vài giây tới hoặc đã xong, nên không chuyển được nữa.',
    'This broadcast is on the air, begins within seconds or is over, so it cannot be moved any more.',
  ],
  COPY_CHANGED: [
    409,
    'Tuần này vừa thay đổi nên danh sách chép không còn đúng. Hãy mở lại danh sách rồi chép.',
    'The week has just changed and the list to be copied is not right any more. Open the list again, then copy.',
  ],
  COPY_BEGUN: [
    409,
    'Buổi đầu tiên của bản chép đã phát hoặc sắp phát, nên không bỏ được cả bản nữa. Hãy hủy từng buổi.',
    'The first broadcast of the copy has begun or is about to, so it cannot be taken back as a whole. Cancel them one by one.',
  ],
  BROADCAST_FIXED: [
    409,
    'Chỉ chuyển được buổi phát mà người của xã đặt riêng một lần.',
    'Only what somebody of the commune asked for once can be moved.',
  ],

  LIVE_TAKEN: [
    409,
    '{who} đang giữ quyền nói trực tiếp tới {where}. Hãy đợi người đó xong hoặc chọn vùng khác.',
    '{who} holds the live voice to {where}. Wait until they are done or choose another zone.',
  ],
  LIVE_EMERGENCY: [
    409,
    'Cảnh báo “{title}” đang phát ở mọi nơi đã chọn; tiếng nói không chen ngang cảnh báo. Hãy đợi hoặc thu hồi cảnh báo đó.',
    'The alert “{title}” sounds in every place chosen, and no voice cuts into an alert. Wait for it or take it back.',
  ],
  LIVE_CLOSED: [
    409,
    'Lúc này không được phát trực tiếp: {why}. Hãy chọn giờ khác; tin khẩn cấp có nút riêng.',
    'Nothing may be spoken live now: {why}. Choose another time; an emergency has its own button.',
  ],
  LIVE_OVER: [
    409,
    'Phiên phát trực tiếp này đã kết thúc ({reason}). Hãy mở phiên mới.',
    'This live session is over ({reason}). Open a new one.',
  ],
  LIVE_NOT_YOURS: [
    403,
    'Phiên phát trực tiếp này do người khác mở, hoặc mở cho nguồn khác. Hãy mở phiên của bạn.',
    'This live session was opened by somebody else, or for another source. Open your own.',
  ],
  LIVE_MOUNT_WRONG: [
    401,
    'Điểm thu hoặc mật khẩu của nó không đúng. Hãy chép lại cả hai từ bảng điều khiển.',
    'The mount or its password is wrong. Copy both from the console again.',
  ],
  LIVE_MOUNT_OVER: [
    403,
    'Mật khẩu của điểm thu {name} đã hết hạn. Hãy tạo điểm thu mới trong bảng điều khiển.',
    'The password of the mount {name} is over. Make a new mount in the console.',
  ],
  LIVE_MOUNT_REFUSED: [
    403,
    'Chưa có phiên phát trực tiếp nào được mở cho điểm thu {name}. Hãy mở phiên trên bảng điều khiển trước.',
    'No live session is open for the mount {name}. Open one in the console first.',
  ],
  LIVE_FORMAT: [
    415,
    'Trạm không nhận âm thanh trực tiếp kiểu {format}. Hãy chọn MP3, Ogg (Opus, Vorbis), AAC hoặc FLAC trong phần mềm thu.',
    'The station does not take live sound of the type {format}. Choose MP3, Ogg (Opus, Vorbis), AAC or FLAC in the encoder program.',
  ],
  LIVE_ACCOUNT_NEEDED: [
    409,
    'Điểm thu cần một tài khoản có tên. Hãy đăng nhập bằng tên và mật khẩu rồi tạo lại.',
    'A mount needs an account with a name. Sign in with name and password and make it again.',
  ],

  NAME_TAKEN: [
    409,
    'Tên {name} đã có tài khoản. Hãy chọn tên khác.',
    'There is an account with the name {name} already. Choose another name.',
  ],
  RIGHT_MISSING: [
    403,
    'Bạn chưa có quyền {what} ở {where}. Hãy nhờ người quản lý người dùng cấp quyền.',
    'You have no right to {what} in {where}. Ask whoever manages people to grant it.',
  ],
  RIGHT_FOR_SELF: [
    403,
    'Không ai tự cấp thêm quyền cho mình. Hãy nhờ một người quản lý người dùng khác cấp.',
    'Nobody grants rights to themselves. Ask somebody else who manages people.',
  ],
  PERSON_SELF: [
    409,
    'Bạn không thể đóng hoặc xóa tài khoản của chính mình. Hãy nhờ một người quản lý người dùng khác.',
    'You cannot close or remove your own account. Ask somebody else who manages people.',
  ],
  HELPER_CODE_WRONG: [
    401,
    'Mã không đúng hoặc đã hết hạn. Hãy nhập lại, hoặc xin cán bộ xã mã mới.',
    'The code is wrong or has ended. Type it again, or ask the commune for a new one.',
  ],
  HELPER_WITHOUT_AREA: [
    409,
    'Người này chưa có quyền xác nhận ở thôn nào. Hãy cấp vai trò Người trực thôn trước.',
    'This person may confirm nowhere yet. Grant the role of village helper first.',
  ],
  ALERT_NOT_CONFIRMED: [
    422,
    'Cảnh báo khẩn cấp chưa được xác nhận. Hãy xem lại nơi nhận rồi xác nhận gửi.',
    'The emergency alert was not confirmed. Look at where it goes, then confirm it.',
  ],
  ALERT_EMPTY: [
    422,
    'Cảnh báo chưa có âm thanh. Hãy chọn còi báo, bản ghi âm, hoặc cả hai.',
    'The alert has no sound. Choose a signal, a recording, or both.',
  ],
  ALERT_AUDIO_NOT_BANKED: [
    409,
    'Bản ghi âm "{title}" chưa nằm trong kho khẩn cấp. Hãy đưa vào kho trước, hoặc gửi dù loa có thể chậm.',
    'The recording "{title}" is not in the emergency bank. Put it there first, or send it although speakers may be late.',
  ],
  ALERT_OVER: [
    409,
    'Cảnh báo này đã phát xong nên không thu hồi được nữa. Có thể phát báo yên.',
    'This alert is over and cannot be taken back. The all-clear can still be sent.',
  ],
  ALERT_TAKEN_BACK: [409, 'Cảnh báo này đã được thu hồi.', 'This alert was taken back already.'],
  ALERT_CLEARED: [409, 'Báo yên của cảnh báo này đã được gửi.', 'The all-clear of this alert was sent already.'],
  ALERT_NO_CLEAR: [
    422,
    'Cảnh báo này chưa có bản ghi báo yên. Hãy chọn bản ghi báo yên.',
    'This alert has no recording for the all-clear. Choose one.',
  ],
  RECORDING_RESERVED: [
    409,
    'Bản ghi âm này nằm trong kho khẩn cấp nên không dùng cho chương trình thường. Hãy chọn bản ghi khác.',
    'This recording is in the emergency bank and is not used in ordinary programmes. Choose another one.',
  ],
  INBOX_DECIDED: [
    409,
    'Tin này đã được xử lý. Hãy tải lại trang để xem kết quả.',
    'This item was decided already. Reload the page to see how.',
  ],
  INBOX_NO_TIME: [
    422,
    'Không có lúc nào được phát tin ưu tiên này trước khi hết hiệu lực hoặc hết ngày mai. Hãy kéo dài hiệu lực hoặc xem lại khung giờ.',
    'There is no time at which this priority item may be played before it expires or tomorrow ends. Extend its validity or look at the hours.',
  ],
  QUESTION_CLOSED: [
    409,
    'Câu hỏi thứ tự này đã đóng. Thứ tự phát đã được ghi trong câu hỏi.',
    'This question of order is closed. The order that holds is written with it.',
  ],

  FM_FREQUENCY: [
    422,
    'Tần số của đài FM chưa đúng: {problem}. Hãy sửa theo giấy phép.',
    'The frequency of the FM station is wrong: {problem}. Correct it by the licence.',
  ],
  FM_PI_TAKEN: [
    409,
    'Mã PI {pi} đang dùng cho đài {station}. Hãy nhập mã PI khác.',
    'The PI code {pi} is used by {station}. Enter another one.',
  ],
  FM_LINE: [
    422,
    'Đường tới bộ mã hóa “{line}” có chỗ sai ở {field}: {problem}.',
    'The encoder line “{line}” is wrong at {field}: {problem}.',
  ],
  FM_GROUPS: [
    422,
    'Nhóm mở và đóng máy thu ({name}) chỉ dùng cho đài gọi theo mã. Hãy bỏ các nhóm đó, hoặc đổi đài sang gọi theo mã.',
    'Groups that open and close receivers ({name}) are only for a station with coded addressing. Take them out, or change the station.',
  ],
  FM_AGENT: [
    422,
    'Cụm loa đã chọn không đưa được âm thanh lên máy phát: {problem}.',
    'The endpoint that was chosen cannot feed the transmitter: {problem}.',
  ],
  FM_AGENT_BUSY: [
    409,
    'Cụm loa {name} đang đưa âm thanh lên máy phát của {station}. Hãy đổi nguồn âm thanh của đài đó trước.',
    'The endpoint {name} feeds the transmitter of {station}. Change the sound of that station first.',
  ],
  MAP_BAD: [
    422,
    'Tệp bản đồ này không dùng được: {problem}. Bản đồ đang dùng giữ nguyên.',
    'This map file cannot be used: {problem}. The map in use stays.',
  ],
  TEST_HOUR: [
    409,
    'Lâu nay không phát gì vào khoảng {time} ở cụm loa này, thử loa sẽ làm dân giật mình. Hãy thử vào giờ mọi người đã quen nghe.',
    'Nothing is usually heard around {time} on this endpoint, and a test would startle people. Test it at an hour that they know.',
  ],
  TEST_SOUND: [
    409,
    'Chỉ thử loa được bằng nhạc hiệu đã duyệt, dài không quá {seconds} giây. Hãy chọn một nhạc hiệu khác.',
    'A loudspeaker is tested with an approved chime of at most {seconds} seconds only. Choose another one.',
  ],
  FM_RECEIVER: [
    409,
    '“{name}” là cụm thu FM. Hãy sửa hoặc bỏ nó ở trang đài FM.',
    '“{name}” is a group of FM receivers. Change or remove it on the page of its FM station.',
  ],
  FM_LICENCE_OVER: [
    409,
    'Giấy phép tần số của {station} chỉ đến hết ngày {date}. Hãy ghi giấy phép mới, hoặc ghi lý do được phát tiếp.',
    'The licence of {station} ends on {date}. Enter the new licence, or write why it may go on.',
  ],
  INTERFERENCE_CLOSED: [
    409,
    'Lần bị chèn sóng này đã khép lại. Nếu bị lại, hãy ghi lần mới.',
    'This interference is closed. When it comes back, write down a new one.',
  ],
  TASK_ANSWERED: [
    409,
    'Việc này đã có câu trả lời. Hãy tải lại trang để xem.',
    'This task was answered already. Reload the page to see how.',
  ],
  HEARING_TOO_EARLY: [
    409,
    'Buổi phát này lúc đó chưa đến giờ nên chưa ai nghe được. Hãy chọn đúng buổi, hoặc sửa giờ báo.',
    'This broadcast was not due by then, so nobody can have heard it. Choose the right one or correct the time.',
  ],
  PAPER_FONT_MISSING: [
    500,
    'Không in được vì thiếu tệp phông chữ {file}. Hãy cài lại trạm (npm ci).',
    'It cannot be printed: the font {file} is missing. Install the station again (npm ci).',
  ],

  BACKUP_MISSING: [
    404,
    'Không có bản sao lưu {file}. Hãy kiểm tra lại tên và đường dẫn.',
    'There is no backup {file}. Check its name and folder.',
  ],
  BACKUP_EXISTS: [
    409,
    'Đã có tệp {file}. Bản sao lưu không bao giờ ghi đè; hãy chọn tên khác.',
    'There is a file {file} already. A backup never replaces anything; choose another name.',
  ],
  BACKUP_PATH: [
    422,
    'Không sao lưu được vì tên tệp này quá dài: {path}. Hãy đặt tên ngắn hơn.',
    'It cannot be backed up because this name is too long: {path}. Give it a shorter one.',
  ],
  BACKUP_NO_ROOM: [
    507,
    'Không đủ chỗ để sao lưu: còn thiếu {missingMb} MB. Hãy xóa bớt bản sao lưu cũ hoặc dùng ổ đĩa khác.',
    'There is not enough room for a backup: {missingMb} MB are missing. Remove old backups or use another disk.',
  ],
  BACKUP_DAMAGED: [
    422,
    'Bản sao lưu này bị hỏng hoặc đã bị sửa: {what}. Hãy dùng bản khác; không có gì được khôi phục.',
    'This backup is damaged or was changed: {what}. Use another one; nothing was restored.',
  ],
  BACKUP_PASSPHRASE: [
    422,
    'Mật khẩu sao lưu không đúng, hoặc đoạn đầu của tệp bị hỏng. Hãy kiểm tra tệp mật khẩu.',
    'The passphrase of the backup is wrong, or the first piece of the file is damaged. Check the passphrase file.',
  ],
  BACKUP_PASSPHRASE_NEEDED: [
    422,
    'Bản sao lưu {file} được mã hóa. Hãy thêm --passphrase-file và tên tệp chứa mật khẩu.',
    'The backup {file} is encrypted. Add --passphrase-file with the file that holds the passphrase.',
  ],
  BACKUP_PASSPHRASE_SHORT: [
    422,
    'Mật khẩu sao lưu (dòng đầu của tệp) cần ít nhất {least} ký tự. Hãy dùng một câu dài.',
    'The passphrase of backups (first line of its file) needs at least {least} characters. Use a long sentence.',
  ],
  BACKUP_RUNNING: [
    409,
    'Đang lập một bản sao lưu. Hãy đợi bản đó xong rồi bấm lại.',
    'A backup is being made. Wait until it is finished, then press again.',
  ],
  BACKUP_EMERGENCY: [
    409,
    'Đang phát khẩn cấp nên chưa sao lưu được. Hãy bấm lại khi cảnh báo đã xong.',
    'An emergency is on air, so no backup is made now. Press again when it is over.',
  ],
  BACKUP_DISK_ABSENT: [
    409,
    'Không thấy thư mục sao lưu {folder}. Hãy cắm và gắn ổ đĩa đó rồi thử lại.',
    'The folder of the backups, {folder}, is not there. Plug its disk in, mount it, and try again.',
  ],
  BACKUP_DISK_OTHER: [
    409,
    'Ở {folder} không phải là ổ sao lưu lần trước: ổ chưa được gắn, hoặc là ổ khác. Hãy gắn đúng ổ; nếu là ổ mới, bấm “Dùng ổ này”.',
    'What is at {folder} is not the backup disk of last time: it is not mounted, or another one. Mount the right one; if it is new, press “Use this disk”.',
  ],
  BACKUP_LAST: [
    409,
    'Đây là bản sao lưu tốt duy nhất nên không xóa. Hãy lập một bản mới trước.',
    'This is the only good backup, so it is not removed. Make a new one first.',
  ],
  BACKUP_LINK_OVER: [
    410,
    'Liên kết tải này đã dùng hoặc đã hết hạn. Hãy bấm “Tải về” lần nữa.',
    'This download link was used or is over. Press “Download” again.',
  ],
  BACKUP_FAILED: [
    500,
    'Bản sao lưu không lập xong: {problem}. Trạm vẫn phát bình thường; hãy bấm “Sao lưu ngay” để thử lại.',
    'The backup was not finished: {problem}. The station goes on as usual; press “Back up now” to try again.',
  ],
  RESTORE_NOT_EMPTY: [
    409,
    'Thư mục {folder} không trống. Khôi phục không bao giờ ghi đè; hãy chọn một thư mục mới.',
    'The folder {folder} is not empty. Restoring never replaces anything; choose a new folder.',
  ],
  RESTORE_NEWER: [
    422,
    'Bản sao lưu do chương trình mới hơn tạo ra (bản {program}, có {migration}). Hãy cài bản mới rồi khôi phục.',
    'The backup was made by a newer program (version {program}, with {migration}). Install that version, then restore.',
  ],
  STATION_FENCED: [
    409,
    'Trạm này vừa được khôi phục từ bản sao lưu nên chưa được ra lệnh cho loa. Hãy mở Quản lý › Quyền ra lệnh cho loa.',
    'This station was restored from a backup and may not command speakers yet. Open Manage › Command of the speakers.',
  ],
  EPOCH_NOT_NEEDED: [
    409,
    'Trạm này đang ra lệnh cho loa rồi, và không loa nào nghe theo máy khác. Không cần làm gì.',
    'This station commands its speakers already, and none of them obeys another machine. Nothing needs to be done.',
  ],
  EPOCH_CLOCK: [
    409,
    'Đồng hồ của máy đang chỉ {now}, chưa đúng. Hãy chỉnh giờ rồi làm lại, để lệnh của trạm mới hơn lệnh của máy cũ.',
    'The clock of this machine says {now}, which is wrong. Set it first, so that orders are newer than the old machine’s.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ErrorCode = keyof typeof CODES;
export const ERROR_CODES = Object.keys(CODES) as ErrorCode[];

/** The sentence of a code, with its places filled. */
export function errorText(code: ErrorCode, values: Values = {}): Bilingual {
  const [, vi, en] = CODES[code];
  return fill({ vi, en }, values);
}

/** The HTTP status that belongs to a code. */
export function errorStatus(code: ErrorCode): number {
  return CODES[code][0];
}

/** A bad request, setting or file: coded, with what to do. Thrown where found, translated once at the edge. */
export class StationError extends Error {
  readonly code: ErrorCode;
  readonly values: Values;

  constructor(code: ErrorCode, values: Values = {}, cause?: unknown) {
    super(errorText(code, values).en, cause === undefined ? undefined : { cause });
    this.name = 'StationError';
    this.code = code;
    this.values = values;
  }

  get text(): Bilingual {
    return errorText(this.code, this.values);
  }
}

/** True when `error` is a StationError of that code. */
export function isStationError(error: unknown, code?: ErrorCode): error is StationError {
  return error instanceof StationError && (code === undefined || error.code === code);
}
